using System.Buffers.Binary;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios.RNode;

/// <summary>
/// A LoRa modem with RNode firmware on a serial port. It listens before it sends, by itself, and may be unplugged and plugged in
/// again. It speaks to RNodes only: each of its frames begins with an octet of its own.
/// </summary>
public sealed class RNodeRadio : IRadio
{
    /// <summary>The firmware rounds a frequency to the chip's step.</summary>
    private const long MostFrequencyError = 100;

    private const byte On = 1, Off = 0, LeaveAll = 0xFF;
    private const double BaudPerOctet = 10;
    private const double Baud = 115_200;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ReceiveQueue _received = new();
    private readonly SemaphoreSlim _oneSender = new(1, 1);
    private readonly KeptConnection<RNodeConnection> _connection;
    private RadioSettings? _settings;
    private int _isDisposed;

    private RNodeRadio(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
        _connection = new KeptConnection<RNodeConnection>(ConnectAsync, (connection, _) => connection.Closed, time);
        Capabilities = CapabilitiesAt(path);
    }

    /// <inheritdoc/>
    public RadioCapabilities Capabilities { get; }

    /// <summary>What a modem at a port can do.</summary>
    public static RadioCapabilities CapabilitiesAt(string path) => new()
    {
        Description = $"RNode at {path}",
        IsSimulated = false,
        MostFrameOctets = RNodeModem.MostFrameOctets,
        ReportsSignal = true,
        ListensBeforeSending = true,
    };

    /// <summary>Opens the port and finds the modem.</summary>
    /// <exception cref="RadioException">It is not there, or no RNode.</exception>
    public static async Task<RNodeRadio> OpenAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        var radio = new RNodeRadio(path, time);
        await radio._connection.OpenAsync(cancellationToken);
        return radio;
    }

    /// <inheritdoc/>
    public async ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (RNodeModem.Refuse(settings) is { } why) throw new RadioException($"An RNode cannot: {why}") { IsFinal = true };
        await _oneSender.WaitAsync(cancellationToken);
        try
        {
            _settings = settings;
            await UseAsync(connection => ConfigureAsync(connection, settings, cancellationToken));
        }
        finally
        {
            _oneSender.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken)
    {
        await _oneSender.WaitAsync(cancellationToken);
        try
        {
            if (_settings is not { } settings) return;
            _settings = settings with { TransmitPower = power };
            await UseAsync(connection => SetPowerAsync(connection, power, cancellationToken));
        }
        finally
        {
            _oneSender.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The modem does not tell when it sends. What is returned is the latest there is on a free channel, so that nobody counts on
    /// an answer too soon; the frame may have begun up to half a second earlier.
    /// </remarks>
    public async ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (frame.Length is 0 or > RNodeModem.MostFrameOctets)
        {
            throw new RadioException(
                $"A frame through an RNode has 1 to {RNodeModem.MostFrameOctets} octets; this one has {frame.Length}.");
        }

        await _oneSender.WaitAsync(cancellationToken);
        try
        {
            var settings = _settings
                ?? throw new RadioException("The radio has no settings yet: configure it before the first frame.");
            return await UseAsync(connection => SendAsync(connection, settings, frame, cancellationToken));
        }
        finally
        {
            _oneSender.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken) => _received.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        try
        {
            _connection.Current?.Send(RNodeCommand.RadioState, [Off]);
            _connection.Current?.Send(RNodeCommand.Leave, [LeaveAll]);
        }
        catch (Exception failure) when (KeptConnection<RNodeConnection>.IsFailure(failure))
        {
            // It is gone already.
        }

        await _connection.DisposeAsync();
        _received.Close(new RadioException("The radio was closed."));
    }

    private async Task<RNodeConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = await RNodeConnection.OpenAsync(_path, _received, _time, cancellationToken);
        try
        {
            if (_settings is { } settings) await ConfigureAsync(connection, settings, cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private async Task<T> UseAsync<T>(Func<RNodeConnection, Task<T>> use)
    {
        var connection = _connection.Current ?? throw new RadioException($"The RNode at {_path} is gone; it is looked for.");
        try
        {
            return await use(connection);
        }
        catch (Exception failure) when (KeptConnection<RNodeConnection>.IsFailure(failure))
        {
            // The port is opened again, whatever broke.
            connection.Dispose();
            throw new RadioException($"The RNode at {_path} is gone: {failure.Message}", failure);
        }
    }

    private static async Task<bool> ConfigureAsync(
        RNodeConnection connection, RadioSettings settings, CancellationToken cancellationToken)
    {
        var modulation = settings.Modulation;
        await connection.AskAsync(RNodeCommand.RadioState, [Off], cancellationToken);
        connection.ChannelAccess.Reset(modulation);
        var frequency = (uint)settings.Frequency.Value;
        var set = BinaryPrimitives.ReadUInt32BigEndian(
            Four(await connection.AskAsync(RNodeCommand.Frequency, Octets(frequency), cancellationToken)));
        if (Math.Abs((long)set - frequency) > MostFrequencyError) throw Differs(connection, settings.Frequency, new Hertz(set));
        var bandwidth = RNodeModem.NameOf(modulation.Bandwidth);
        await SetAsync(connection, RNodeCommand.Bandwidth, Octets(bandwidth), modulation.Bandwidth, cancellationToken);
        await SetPowerAsync(connection, settings.TransmitPower, cancellationToken);
        await SetAsync(
            connection, RNodeCommand.SpreadingFactor, [(byte)modulation.SpreadingFactor.Value], modulation.SpreadingFactor,
            cancellationToken);
        await SetAsync(
            connection, RNodeCommand.CodingRate, [(byte)(4 + modulation.CodingRate.ParityBits)], modulation.CodingRate,
            cancellationToken);

        // Our ledger keeps the limits: a modem that held frames back besides would not tell.
        await connection.AskAsync(RNodeCommand.ShortTermAirtimeLock, [0, 0], cancellationToken);
        await connection.AskAsync(RNodeCommand.LongTermAirtimeLock, [0, 0], cancellationToken);
        var state = await connection.AskAsync(RNodeCommand.RadioState, [On], cancellationToken);
        if (state is not [On])
        {
            throw new RadioException(
                $"The RNode at {connection.Path} does not start its radio: it is not set up, or does not know this frequency. "
                + "rnodeconf --info tells more.");
        }

        return true;
    }

    private static async Task<bool> SetPowerAsync(RNodeConnection connection, Dbm power, CancellationToken cancellationToken)
    {
        var wanted = (byte)Math.Clamp(Math.Floor(power.Value), 0, byte.MaxValue - 1);
        var set = await connection.AskAsync(RNodeCommand.TransmitPower, [wanted], cancellationToken);
        return set is [var got] && got == wanted ? true : throw Differs(
            connection, power, new Dbm(set is [var other] ? other : 0));
    }

    private static async Task SetAsync(
        RNodeConnection connection, RNodeCommand command, byte[] octets, object meaning, CancellationToken cancellationToken)
    {
        var set = await connection.AskAsync(command, octets, cancellationToken);
        if (!set.AsSpan().SequenceEqual(octets)) throw Differs(connection, meaning, Convert.ToHexString(set));
    }

    private async Task<Transmission> SendAsync(
        RNodeConnection connection, RadioSettings settings, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        var failed = new TaskCompletionSource<byte>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.OnError = number => failed.TrySetResult(number);
        try
        {
            connection.Send(RNodeCommand.Data, frame.Span);
            var sent = RNodeModem.AsSent(settings.Modulation);
            if (connection.ChannelAccess.PreambleSymbols is { } preamble) sent = sent with { PreambleSymbols = preamble };
            var airtime = LoRaAirtime.Of(sent, frame.Length);
            var line = Duration.FromSeconds(frame.Length * BaudPerOctet / Baud);
            var start = _time.Now() + line + connection.ChannelAccess.MostWait;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var waiting = _time.WaitUntil(start + airtime, limit.Token);
            var first = await Task.WhenAny(waiting, failed.Task, connection.Closed);
            await limit.CancelAsync();
            if (first == failed.Task) throw new RadioException(RNodeError.Describe(_path, await failed.Task));
            if (first == connection.Closed) throw new IOException("it went while it sent.");
            await waiting;
            return new Transmission(start, airtime);
        }
        finally
        {
            connection.OnError = null;
        }
    }

    private static RadioException Differs(RNodeConnection connection, object wanted, object got) => new(
        $"The RNode at {connection.Path} was set to {wanted} and says {got}: its board or firmware does not do that.")
    { IsFinal = true };

    private static byte[] Octets(uint value)
    {
        var octets = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        return octets;
    }

    private static byte[] Four(byte[] answer) =>
        answer.Length == sizeof(uint) ? answer : throw new RadioException("The RNode's answer is too short.");
}
