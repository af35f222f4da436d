using System.Net;
using System.Net.Sockets;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios.SemtechUdp;

/// <summary>
/// A concentrator behind a Semtech packet forwarder; we are its UDP server. Whatever it hears, on any of its channels and
/// spreading factors, is received; frames are sent on the channel that is configured. Either side may be restarted.
/// </summary>
public sealed class GatewayRadio : IRadio
{
    private const int MostDatagramOctets = 65_535;
    private const string TooLate = "TOO_LATE";

    /// <summary>A forwarder answers within a few milliseconds; a datagram may be lost.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What is to go at once goes up to so much after the order: 80 ms where frames are queued, and the way there.
    /// </summary>
    private static readonly Duration ImmediateWait = Duration.FromMilliseconds(100);

    private static readonly TimeSpan FailurePause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// A forwarder refuses a frame that is due in less than some 40 ms (TOO_LATE); a slow network or a busy host wants more.
    /// </summary>
    private static readonly Duration Lead = Duration.FromMilliseconds(100), LongestLead = Duration.FromMilliseconds(800);

    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly Socket _socket;
    private readonly ReceiveQueue _received = new();
    private readonly GatewayTable _gateways;
    private readonly SemaphoreSlim _oneSender = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private RadioSettings? _settings;
    private (ulong Eui, ushort Token, TaskCompletionSource<string?> Answer)? _pending;
    private Task _running = Task.CompletedTask;
    private int _isDisposed;
    private long _ignored;

    private GatewayRadio(GatewayOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _gateways = new GatewayTable(options);
        _socket = new Socket(options.Listen.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        Capabilities = new RadioCapabilities
        {
            Description = $"gateway at UDP {options.Listen}",
            IsSimulated = false,
            ReportsSignal = true,
        };
    }

    /// <inheritdoc/>
    public RadioCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public string? Trouble
    {
        get
        {
            lock (_lock) return _gateways.Best(_time.Now()) is null ? NobodyAsks() : null;
        }
    }

    /// <summary>Where it listens, with the port that was free if 0 was asked for.</summary>
    public IPEndPoint Endpoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Datagrams that were not from an allowed gateway, or none of this protocol.</summary>
    public long Ignored => Interlocked.Read(ref _ignored);

    /// <summary>Frames that gave way to newer ones because nobody read them.</summary>
    public long Dropped => _received.Dropped;

    /// <summary>Begins to listen; a gateway may come at any time.</summary>
    /// <exception cref="RadioException">The address is taken or not ours.</exception>
    public static GatewayRadio Open(GatewayOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        var radio = new GatewayRadio(options, time);
        try
        {
            radio._socket.Bind(options.Listen);
        }
        catch (SocketException failure)
        {
            radio._socket.Dispose();
            throw new RadioException(
                $"Cannot listen on UDP {options.Listen}: {failure.Message}. Choose another address or port, here and in the "
                + "packet forwarder (server_address, serv_port_up, serv_port_down).", failure);
        }

        radio._running = radio.ListenAsync();
        return radio;
    }

    /// <inheritdoc/>
    public ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken)
    {
        if (GatewayModem.Refuse(settings) is { } why) throw new RadioException($"A gateway cannot: {why}") { IsFinal = true };
        _settings = settings;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken)
    {
        if (_settings is { } settings) _settings = settings with { TransmitPower = power };
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<Transmission> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (frame.Length is 0 or > LoRaAirtime.LongestPayloadOctets)
            throw new RadioException($"A LoRa frame has 1 to 255 octets; this one has {frame.Length}.");
        var settings = _settings
            ?? throw new RadioException("The radio has no settings yet: configure it before the first frame.");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            return await SendAsync(settings, frame, either.Token);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            throw Closed();
        }
    }

    private async Task<Transmission> SendAsync(
        RadioSettings settings, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        await _oneSender.WaitAsync(cancellationToken);
        try
        {
            var airtime = LoRaAirtime.Of(settings.Modulation, frame.Length);
            var start = await OrderInTimeAsync(settings, frame, cancellationToken);
            await _time.WaitUntil(start + airtime, cancellationToken);
            return new Transmission(start, airtime);
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
        await _closing.CancelAsync();
        _socket.Dispose();
        await _running;
        lock (_lock) _pending?.Answer.TrySetException(Closed());
        _received.Close(Closed());
    }

    private string NobodyAsks() =>
        $"No packet forwarder asks for frames at UDP {(_isDisposed == 1 ? _options.Listen : Endpoint)}. Does one run, with our "
        + "address as server_address, our port as serv_port_down, and an EUI that is allowed here?";

    private static RadioException Closed() => new("The radio was closed.");

    /// <summary>Orders a frame for later and later until the gateway has the order in time.</summary>
    private async Task<Instant> OrderInTimeAsync(
        RadioSettings settings, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        for (var lead = Lead; ; lead *= 2)
        {
            var isLast = !_options.UsesCounter || lead >= LongestLead;
            if (await OrderAsync(settings, frame, lead, isLast, cancellationToken) is { } start) return start;
        }
    }

    /// <summary>Tells a gateway to send, and waits for its word.</summary>
    /// <returns>When the frame begins; null if it came too late and this was not the last try.</returns>
    private async Task<Instant?> OrderAsync(
        RadioSettings settings, ReadOnlyMemory<byte> frame, Duration lead, bool isLast, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var token = (ushort)Random.Shared.Next(0x10000);
        IPEndPoint to;
        byte[] order;
        Instant? due = null;
        var ordered = _time.Now();
        lock (_lock)
        {
            var now = _time.Now();
            var gateway = _gateways.Best(now) ?? throw new RadioException(NobodyAsks()) { IsUnsent = true };
            to = gateway.DownAt(now)!;
            if (_options.UsesCounter && gateway.Clock.IsSet) due = now + lead;
            order = GatewayOrder.Write(settings, frame.Span, due is { } at ? gateway.Clock.At(at) : null);
            _pending = (gateway.Eui, token, answer);
        }

        try
        {
            await TellAsync(GatewayDatagram.Response(token, order), to, cancellationToken);
            var error = await answer.Task.WaitAsync(AnswerTimeout, _time, cancellationToken);
            if (error is null) return due ?? ordered + ImmediateWait;
            return error == TooLate && !isLast ? null : throw GatewayOrder.Refusal(error, settings);
        }
        catch (TimeoutException)
        {
            throw new RadioException($"The packet forwarder at {to} does not say whether it sent the frame.");
        }
        finally
        {
            lock (_lock) _pending = null;
        }
    }

    /// <summary>Sends a gateway its order: a datagram goes whole or not at all.</summary>
    private async Task TellAsync(byte[] datagram, IPEndPoint to, CancellationToken cancellationToken)
    {
        try
        {
            await _socket.SendToAsync(datagram, to, cancellationToken);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw new RadioException($"Nothing can be sent to the packet forwarder at {to}: {failure.Message}", failure)
            {
                IsUnsent = true,
            };
        }
    }

    private async Task ListenAsync()
    {
        var buffer = GC.AllocateUninitializedArray<byte>(MostDatagramOctets);
        var any = new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var received = await _socket.ReceiveFromAsync(buffer, any, _closing.Token);
                await HandleAsync(buffer.AsMemory(0, received.ReceivedBytes), (IPEndPoint)received.RemoteEndPoint);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (Exception failure) when (failure is not SocketException)
            {
                // A fault of ours: readers are told, or they would wait for ever.
                _received.Close(new RadioException($"The server of packet forwarders ended: {failure.Message}", failure));
                return;
            }
            catch (SocketException)
            {
                // A forwarder that is gone answers with ICMP; the next datagram is another matter.
                await Task.Delay(FailurePause, _time, CancellationToken.None);
            }
        }
    }

    private async Task HandleAsync(ReadOnlyMemory<byte> octets, IPEndPoint from)
    {
        if (!GatewayDatagram.TryParse(octets, out var datagram) || !_gateways.IsAllowed(datagram.Eui, from.Address)
            || !Take(datagram, from))
        {
            Interlocked.Increment(ref _ignored);
            return;
        }

        // As the protocol wants it: acknowledged first, looked at afterwards.
        if (datagram.Type != GatewayDatagramType.TransmitAcknowledgement)
            await _socket.SendToAsync(datagram.Acknowledgement(), from, _closing.Token);
        if (datagram.Type == GatewayDatagramType.PushData) Receive(datagram);
    }

    /// <summary>Whether a datagram is that of the gateway it names; notes what it says of it.</summary>
    private bool Take(GatewayDatagram datagram, IPEndPoint from)
    {
        lock (_lock)
        {
            if (!_gateways.Take(datagram, from, _time.Now())) return false;
            return datagram.Type != GatewayDatagramType.TransmitAcknowledgement || Answer(datagram);
        }
    }

    private bool Answer(GatewayDatagram datagram)
    {
        if (_pending is not { } pending || pending.Eui != datagram.Eui || pending.Token != datagram.Token) return false;
        return pending.Answer.TrySetResult(GatewayOrder.ErrorOf(datagram.Body));
    }

    private void Receive(GatewayDatagram datagram)
    {
        foreach (var packet in GatewayPacket.Read(datagram.Body))
        {
            Instant ended;
            lock (_lock) ended = _gateways[datagram.Eui].Hear(packet, _time.Now());
            _received.Add(new ReceivedFrame(packet.Octets, ended, packet.Rssi, packet.Snr, packet.FrequencyError));
        }
    }
}
