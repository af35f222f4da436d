using Farlink.Protocol.Airtime;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Units;

namespace Farlink.Radios.RadioHeadEther;

/// <summary>
/// A radio on RadioHead's ether simulator (RH_TCP). It tells no signal strength and detects no activity. When the ether goes
/// away it connects again by itself; frames sent meanwhile fail.
/// </summary>
public sealed class RadioHeadEtherRadio : IRadio
{
    private readonly RadioHeadEtherOptions _options;
    private readonly TimeProvider _time;
    private readonly ReceiveQueue _received = new();
    private readonly KeptConnection<EtherConnection> _connection;
    private Instant _settledAt;
    private LoRaModulation _modulation = new();

    private RadioHeadEtherRadio(RadioHeadEtherOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _connection = new KeptConnection<EtherConnection>(ConnectAsync, ReadUntilClosedAsync, time);
        Capabilities = new RadioCapabilities
        {
            Description = $"RadioHead ether at {options.Host}:{options.Port}",
            IsSimulated = true,
            LeastFrameOctets = RadioHeadHeader.Size,
            HearsWhileSending = true,
        };
    }

    /// <inheritdoc/>
    public RadioCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public string? Trouble => _connection.Current is null ? Disconnected(null).Message : null;

    /// <summary>Connects to an ether.</summary>
    /// <exception cref="RadioException">Nothing answers there.</exception>
    public static async Task<RadioHeadEtherRadio> OpenAsync(
        RadioHeadEtherOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var radio = new RadioHeadEtherRadio(options, time);
        try
        {
            await radio._connection.OpenAsync(cancellationToken);
            return radio;
        }
        catch (Exception failure) when (KeptConnection<EtherConnection>.IsFailure(failure))
        {
            await radio.DisposeAsync();
            throw new RadioException(
                $"No ether answers at {options.Host}:{options.Port} ({failure.Message}). "
                + $"Start one with: farlink sim ether --listen {options.Host}:{options.Port}", failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _modulation = settings.Modulation;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (frame.Length < RadioHeadHeader.Size || frame.Length > LoRaAirtime.LongestPayloadOctets)
            throw new RadioException(
                $"The ether carries frames of 4 to 255 octets; this one has {frame.Length}.")
            { IsFinal = true };

        var connection = _connection.Current ?? throw Disconnected(null);
        await _time.WaitUntil(_settledAt, cancellationToken);
        var start = _time.Now();
        var airtime = LoRaAirtime.Of(_modulation, frame.Length);
        try
        {
            await connection.WriteAsync(EtherMessage.Packet(frame), cancellationToken);
        }
        catch (Exception failure) when (KeptConnection<EtherConnection>.IsFailure(failure))
        {
            throw Disconnected(failure);
        }

        // Half duplex for as long as the frame would last, or as the ether itself takes if that is longer.
        var etherTime = Duration.FromSeconds(8.0 * frame.Length / _options.BitsPerSecond);
        await _time.WaitUntil(start + (airtime > etherTime ? airtime : etherTime), cancellationToken);
        return new Transmission(start, airtime);
    }

    /// <inheritdoc/>
    public ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellationToken) => _received.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DetectActivityAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _received.Close(new RadioException("The radio was closed."));
    }

    private RadioException Disconnected(Exception? cause)
    {
        var message = $"The ether at {_options.Host}:{_options.Port} is gone; connecting again.";
        return cause is null ? new RadioException(message) { IsUnsent = true } : new RadioException(message, cause);
    }

    private async Task<EtherConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new EtherConnection(
            await KeptConnection<EtherConnection>.DialAsync(_options.Host, _options.Port, _time, cancellationToken));

        // RadioHead's client says 255 when it starts and its own address once it is told.
        try
        {
            await connection.WriteAsync(EtherMessage.ThisAddress(RadioHeadHeader.Broadcast), cancellationToken);
            await connection.WriteAsync(EtherMessage.ThisAddress(_options.Address), cancellationToken);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        _settledAt = _time.Now() + RadioHeadEtherOptions.SettleTime;
        return connection;
    }

    private async Task ReadUntilClosedAsync(EtherConnection connection, CancellationToken cancellationToken)
    {
        while (await connection.ReadAsync(cancellationToken) is { } message)
            if (message.Type == EtherMessageType.Packet) _received.Add(new ReceivedFrame(message.Body, _time.Now()));
    }
}
