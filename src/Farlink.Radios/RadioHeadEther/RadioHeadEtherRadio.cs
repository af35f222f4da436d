using System.Net.Sockets;
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
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _connectionLock = new();
    private EtherConnection? _connection;
    private int _isDisposed;
    private Instant _settledAt;
    private Task _reading = Task.CompletedTask;
    private LoRaModulation _modulation = new();

    private RadioHeadEtherRadio(RadioHeadEtherOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        Capabilities = new RadioCapabilities
        {
            Description = $"RadioHead ether at {options.Host}:{options.Port}",
            IsSimulated = true,
            LeastFrameOctets = RadioHeadHeader.Size,
        };
    }

    /// <inheritdoc/>
    public RadioCapabilities Capabilities { get; }

    /// <summary>Connects to an ether.</summary>
    /// <exception cref="RadioException">Nothing answers there.</exception>
    public static async Task<RadioHeadEtherRadio> OpenAsync(
        RadioHeadEtherOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var radio = new RadioHeadEtherRadio(options, time);
        try
        {
            var connection = await radio.ConnectAsync(cancellationToken);
            radio._reading = radio.KeepReadingAsync(connection);
            return radio;
        }
        catch (Exception failure) when (IsConnectionFailure(failure))
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
    public async ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (frame.Length < RadioHeadHeader.Size || frame.Length > LoRaAirtime.LongestPayloadOctets)
            throw new RadioException(
                $"The ether carries frames of 4 to 255 octets; this one has {frame.Length}.")
            { IsFinal = true };

        var (connection, settledAt) = Current();
        await _time.WaitUntil(settledAt, cancellationToken);
        var start = _time.Now();
        var airtime = LoRaAirtime.Of(_modulation, frame.Length);
        try
        {
            await connection.WriteAsync(EtherMessage.Packet(frame), cancellationToken);
        }
        catch (Exception failure) when (IsConnectionFailure(failure))
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
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        await _closing.CancelAsync();
        _received.Close(new RadioException("The radio was closed."));
        lock (_connectionLock) _connection?.Dispose();
        await _reading;
        _closing.Dispose();
    }

    private static bool IsConnectionFailure(Exception failure) =>
        failure is IOException or SocketException or ObjectDisposedException or TimeoutException or InvalidDataException;

    private (EtherConnection Connection, Instant SettledAt) Current()
    {
        lock (_connectionLock) return (_connection ?? throw Disconnected(null), _settledAt);
    }

    private RadioException Disconnected(Exception? cause)
    {
        var message = $"The ether at {_options.Host}:{_options.Port} is gone; connecting again.";
        return cause is null ? new RadioException(message) : new RadioException(message, cause);
    }

    private async Task<EtherConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(_options.Host, _options.Port, cancellationToken).AsTask()
                .WaitAsync(RadioHeadEtherOptions.ConnectTimeout.ToTimeSpan(), _time, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var connection = new EtherConnection(socket);

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

        lock (_connectionLock)
        {
            _connection = connection;
            _settledAt = _time.Now() + RadioHeadEtherOptions.SettleTime;
        }

        return connection;
    }

    private async Task KeepReadingAsync(EtherConnection connection)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await ReadUntilClosedAsync(connection);
            }
            catch (Exception failure) when (IsConnectionFailure(failure) || failure is OperationCanceledException)
            {
                // A broken connection is the same as a closed one: a new one is made below, or we are closing.
            }

            lock (_connectionLock) _connection = null;
            connection.Dispose();
            if (await ReconnectAsync() is not { } next) return;
            connection = next;
        }
    }

    private async Task ReadUntilClosedAsync(EtherConnection connection)
    {
        while (await connection.ReadAsync(_closing.Token) is { } message)
            if (message.Type == EtherMessageType.Packet) _received.Add(new ReceivedFrame(message.Body, _time.Now()));
    }

    /// <summary>Tries until it works; null when the radio is being closed.</summary>
    private async Task<EtherConnection?> ReconnectAsync()
    {
        var delay = RadioHeadEtherOptions.FirstReconnectDelay;
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(delay.ToTimeSpan(), _time, _closing.Token);
                return await ConnectAsync(_closing.Token);
            }
            catch (Exception failure) when (IsConnectionFailure(failure) || failure is OperationCanceledException)
            {
                delay = delay * 2 < RadioHeadEtherOptions.LongestReconnectDelay
                    ? delay * 2
                    : RadioHeadEtherOptions.LongestReconnectDelay;
            }
        }

        return null;
    }
}
