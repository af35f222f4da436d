using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Simulation.Air;

namespace Farlink.Simulation.Ether;

/// <summary>A radio on a <see cref="SimulatedEther"/>.</summary>
internal sealed class SimulatedRadio : IRadio
{
    /// <summary>Symbols that channel activity detection listens for (SX1276 data sheet §4.1.6).</summary>
    private const int CadQuarterSymbols = 8;

    private readonly SimulatedEther _ether;
    private readonly Station _station;
    private readonly TimeProvider _time;
    private readonly ReceiveQueue _received = new();
    private readonly SemaphoreSlim _oneSender = new(1, 1);
    private readonly CancellationTokenSource _closing = new();

    public SimulatedRadio(SimulatedEther ether, string name, Position position, TimeProvider time)
    {
        _ether = ether;
        _time = time;
        _station = new Station { Name = name, Position = position, IsOn = false };
        ether.Join(_station, _received.Add);
        Capabilities = new RadioCapabilities
        {
            Description = $"simulated radio {name}",
            IsSimulated = true,
            ReportsSignal = true,
            DetectsActivity = true,
        };
    }

    public RadioCapabilities Capabilities { get; }

    public ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken)
    {
        _ether.Configure(_station, settings);
        return ValueTask.CompletedTask;
    }

    public ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken)
    {
        _ether.SetPower(_station, power);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        var modulation = Modulation();
        if (frame.Length is 0 or > LoRaAirtime.LongestPayloadOctets)
            throw new RadioException($"A LoRa frame has 1 to 255 octets; this one has {frame.Length}.");

        await _oneSender.WaitAsync(cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            var airtime = LoRaAirtime.Of(modulation, frame.Length);
            var transmission = _ether.Begin(_station, frame);
            try
            {
                await _time.WaitUntil(transmission.End, either.Token);
            }
            catch (OperationCanceledException)
            {
                _ether.Abort(transmission);
                if (_closing.IsCancellationRequested) throw Closed();
                throw;
            }

            _ether.Complete(transmission);
            return new Transmission(transmission.Start, airtime);
        }
        finally
        {
            _oneSender.Release();
        }
    }

    public ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken) => _received.ReadAsync(cancellationToken);

    public async ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken)
    {
        var modulation = Modulation();
        var seen = _ether.HasActivity(_station);
        var listening = LoRaAirtime.SymbolsToDuration(CadQuarterSymbols, modulation.SpreadingFactor, modulation.Bandwidth);
        await _time.WaitUntil(_time.Now() + listening, cancellationToken);
        return seen || _ether.HasActivity(_station);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _ether.Leave(_station);
        _received.Close(Closed());
    }

    private static RadioException Closed() => new("The radio was closed.");

    private LoRaModulation Modulation()
    {
        if (_closing.IsCancellationRequested) throw Closed();
        return _station.IsOn
            ? _station.Modulation
            : throw new RadioException("The radio has no settings yet: configure it before the first frame.");
    }
}
