using System.Net.Sockets;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Text;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Microsoft.Extensions.Logging;

namespace Farlink.Mqtt.Client;

/// <summary>
/// A connection to a broker that makes itself anew, with growing pauses, for as long as it lives. What the broker has not
/// acknowledged is sent again, marked as a duplicate.
/// </summary>
public sealed class BrokerClient : IMqttPort, IAsyncDisposable
{
    private readonly BrokerClientOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly AnswerChannelFactory _channels = new();
    private readonly IMqttClient _client;
    private readonly Publisher _publisher;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _stateLock = new();
    private TaskCompletionSource<Connection> _connected = NewConnection();
    private TaskCompletionSource _disconnected = NewSignal();
    private string? _refusedCertificate;
    private volatile string? _trouble = "not connected yet";
    private Task _running = Task.CompletedTask;
    private int _isDisposed;

    private BrokerClient(BrokerClientOptions options, ILogger logger, TimeProvider time)
    {
        _options = options;
        _logger = logger;
        _time = time;
        _client = new MqttClientFactory().CreateMqttClient(_channels);
        _publisher = new Publisher(WaitForConnectionAsync, connection => StartOverAsync(connection.Channel),
            options.AnswerTimeout, logger, time);
        _channels.OnReleased = ReleaseAsync;
    }

    /// <summary>Whether there is a connection now.</summary>
    public bool IsConnected => _client.IsConnected;

    /// <summary>Why there is no connection now; null if there is one.</summary>
    public string? Trouble => IsConnected ? null : _trouble;

    /// <summary>Starts to connect; returns at once.</summary>
    /// <param name="options">Where and as whom.</param>
    /// <param name="onMessage">Called for each message that arrives; it is acknowledged when the call is done.</param>
    /// <param name="logger">Where connections and failures are told.</param>
    /// <param name="time">Clock for pauses.</param>
    public static BrokerClient Start(
        BrokerClientOptions options, Func<MqttMessage, CancellationToken, ValueTask>? onMessage, ILogger logger,
        TimeProvider time)
    {
        var client = new BrokerClient(options, logger, time);
        client._client.DisconnectedAsync += client.NoteDisconnected;
        client._client.ApplicationMessageReceivedAsync += args => client.ReceiveAsync(args, onMessage);
        client._running = client.KeepConnectedAsync();
        return client;
    }

    /// <summary>Publications of QoS 2 whose end the broker's memory could not tell, because it had none of us.</summary>
    public long InDoubt => _publisher.InDoubt;

    /// <summary>Waits until there is a connection.</summary>
    public Task WaitConnectedAsync(CancellationToken cancellationToken) => WaitForConnectionAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<PublishOutcome> PublishAsync(
        MqttMessage message, IQosTwoPhase? phase, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _publisher.PublishAsync(message, phase, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => EndAsync(DisconnectAsync);

    /// <summary>
    /// Ends as by a loss of power: the connection breaks without a DISCONNECT, and the broker publishes our last will. For
    /// demonstrations and tests.
    /// </summary>
    public ValueTask AbandonAsync() => EndAsync(() => Task.CompletedTask);

    private async ValueTask EndAsync(Func<Task> sayGoodbye)
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        await _closing.CancelAsync();
        await _running;
        await sayGoodbye();
        _client.Dispose();
        _publisher.Dispose();
        _closing.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<Connection> NewConnection() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string Describe(Exception failure) => Printable.Escape(failure.GetBaseException().Message);

    /// <summary>That nobody knows the name, in words: the system says "Resource temporarily unavailable". Else null.</summary>
    private string? Unresolved(Exception failure)
    {
        if (failure.GetBaseException() is not SocketException socket) return null;
        return socket.SocketErrorCode
            is not (SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery)
            ? null
            : $"the name {Printable.Escape(_options.Host)} cannot be resolved: is it right, and is there a DNS server?";
    }

    private Task<Connection> WaitForConnectionAsync(CancellationToken cancellationToken)
    {
        lock (_stateLock) return _connected.Task.WaitAsync(cancellationToken);
    }

    private async Task KeepConnectedAsync()
    {
        var delay = _options.FirstDelay;
        string? said = null;
        while (!_closing.IsCancellationRequested)
        {
            var why = await TryConnectAsync();
            if (why is null)
            {
                // A broker that lets us in and cuts us off at once must not be asked again and again without a pause.
                var since = _time.GetTimestamp();
                await WaitDisconnectedAsync();
                if (_time.GetElapsedTime(since) >= _options.LongestDelay)
                {
                    delay = _options.FirstDelay;
                    said = null;
                    continue;
                }

                why = "it ended the connection soon after it had let us in";
            }

            if (_closing.IsCancellationRequested) return;
            _trouble = why;

            // An outage may last for days: it is said when it begins, and when its reason is another one.
            if (why == said) ClientLog.StillNotConnected(_logger, _options.Host, _options.Port, why, delay.TotalSeconds);
            else ClientLog.NotConnected(_logger, _options.Host, _options.Port, why, delay.TotalSeconds);
            said = why;
            try
            {
                await Task.Delay(delay, _time, _closing.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            delay = delay * 2 < _options.LongestDelay ? delay * 2 : _options.LongestDelay;
        }
    }

    /// <summary>Connects and subscribes; says why it did not work, or null.</summary>
    private async Task<string?> TryConnectAsync()
    {
        _refusedCertificate = null;

        // The library's own timeout does not count where a token is given.
        using var timeout = new CancellationTokenSource(_options.AnswerTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _closing.Token);
        try
        {
            var result = await _client.ConnectAsync(
                ClientSettings.Of(_options, why => _refusedCertificate = why), either.Token);
            if (result.ResultCode != MqttClientConnectResultCode.Success)
            {
                await DisconnectAsync();
                return $"it refused us ({result.ResultCode}"
                    + (string.IsNullOrEmpty(result.ReasonString) ? string.Empty : ": " + Printable.Escape(result.ReasonString))
                    + ")";
            }

            if (!result.IsSessionPresent) await ForgetReceivedAsync();
            await SubscribeAsync(either.Token);
            ClientLog.Connected(_logger, _options.Host, _options.Port, Printable.Escape(_options.ClientId));
            var most = result.MaximumPacketSize is > 0 and { } octets ? octets : long.MaxValue;
            var connection = new Connection(_channels.Last!, result.IsSessionPresent, most);
            lock (_stateLock) _connected.TrySetResult(connection);

            _options.OnConnected?.Invoke();
            return null;
        }
        catch (Exception failure)
        {
            // Whatever the library or the network throws, the answer is the same: wait, and connect again.
            await DisconnectAsync();
            if (timeout.IsCancellationRequested) return $"no answer in {_options.AnswerTimeout.TotalSeconds:0.#} s";
            if (_options.Tls?.OwnKeyProblem?.Invoke() is { } problem)
                return $"our own key did not sign: {Printable.Escape(problem)}";
            return _refusedCertificate ?? Unresolved(failure) ?? Describe(failure);
        }
    }

    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        foreach (var filter in _options.Subscriptions)
        {
            var result = await _client.SubscribeAsync(Subscription(filter), cancellationToken);
            foreach (var item in result.Items)
            {
                if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                    ClientLog.SubscriptionRefused(_logger, _options.Host, _options.Port, filter, item.ResultCode.ToString());
            }
        }
    }

    /// <summary>
    /// As a bridge: with MQTT 5 not what we published ourselves, the retain flag as its publisher set it, and retained messages
    /// only when the subscription is new (§3.8.3.1).
    /// </summary>
    private MqttClientSubscribeOptions Subscription(string filter) => new()
    {
        TopicFilters =
        [
            new MqttTopicFilter
            {
                Topic = filter,
                QualityOfServiceLevel = (MqttQualityOfServiceLevel)_options.SubscribeQos,
                NoLocal = _options.UseMqtt5,
                RetainAsPublished = _options.UseMqtt5,
                RetainHandling = _options.UseMqtt5
                    ? MqttRetainHandling.SendAtSubscribeIfNewSubscriptionOnly : MqttRetainHandling.SendAtSubscribe,
            },
        ],
    };

    private async Task WaitDisconnectedAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            Task disconnected;
            lock (_stateLock)
            {
                // The library may report the end of a connection late, when there is a new one already.
                if (_disconnected.Task.IsCompleted) _disconnected = NewSignal();
                disconnected = _disconnected.Task;
            }

            if (!_client.IsConnected) break;
            try
            {
                await disconnected.WaitAsync(_closing.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        MarkDisconnected();
    }

    private Task NoteDisconnected(MqttClientDisconnectedEventArgs args)
    {
        var wasConnected = !_client.IsConnected && MarkDisconnected();
        lock (_stateLock) _disconnected.TrySetResult();
        if (wasConnected && !_closing.IsCancellationRequested)
        {
            var why = args.Exception is null ? args.Reason.ToString() : Describe(args.Exception);
            _trouble = $"lost: {why}";
            ClientLog.Lost(_logger, _options.Host, _options.Port, why);
        }

        return Task.CompletedTask;
    }

    /// <summary>Makes publishers wait for the next connection; returns whether there was one.</summary>
    private bool MarkDisconnected()
    {
        lock (_stateLock)
        {
            if (!_connected.Task.IsCompleted) return false;
            _connected = NewConnection();
            return true;
        }
    }

    private async Task ReceiveAsync(
        MqttApplicationMessageReceivedEventArgs args, Func<MqttMessage, CancellationToken, ValueTask>? onMessage)
    {
        args.AutoAcknowledge = false;

        // A broker that remembers us sends what we did not acknowledge before we have subscribed: the channel is there by then.
        var channel = _channels.Last!;

        // A message that is held back must not hold up the next connection: the broker sends it again there.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            _closing.Token, channel.Ended);
        try
        {
            var message = MessageConversion.FromMqttNet(args.ApplicationMessage) with
            {
                Publisher = _options.Publisher,
                PacketId = args.PacketIdentifier,
                IsRepeat = args.ApplicationMessage.Dup,
            };
            var isRepeat = message.QosTwoId > 0 && _options.Received?.IsTaken(_options.Publisher, message.QosTwoId) == true;
            if (onMessage is not null && !isRepeat) await onMessage(message, either.Token);
            await args.AcknowledgeAsync(_closing.Token);
        }
        catch (Exception failure) when (!_closing.IsCancellationRequested)
        {
            // What is not acknowledged the broker sends again, but only on a new connection.
            ClientLog.NotTaken(_logger, Printable.Escape(args.ApplicationMessage.Topic), Describe(failure));
            _ = Task.Run(() => StartOverAsync(channel));
        }
    }

    /// <summary>
    /// The broker will not send a QoS 2 message again (PUBREL): its id is free, on the disk too, before PUBCOMP.
    /// </summary>
    private async ValueTask ReleaseAsync(ushort packetId)
    {
        if (_options.Received is { } received) await received.ReleaseAsync(_options.Publisher, packetId, _closing.Token);
    }

    /// <summary>A broker without a session of ours gives its ids to new messages.</summary>
    private async Task ForgetReceivedAsync()
    {
        if (_options.Received is { } received) await received.ReleaseAllAsync(_options.Publisher, _closing.Token);
    }

    /// <summary>
    /// An answer did not come: that connection is not to be trusted any more. One made since then is left alone.
    /// </summary>
    private async Task StartOverAsync(AnswerChannel channel)
    {
        if (_channels.Last != channel) return;
        _trouble = "it did not answer in time";
        MarkDisconnected();
        await DisconnectAsync();
        lock (_stateLock) _disconnected.TrySetResult();
    }

    private async Task DisconnectAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(_options.AnswerTimeout, _time);
            if (_client.IsConnected) await _client.DisconnectAsync(new MqttClientDisconnectOptions(), timeout.Token);
        }
        catch (Exception)
        {
            // The connection was broken already, in whichever way the library found out.
        }
    }
}
