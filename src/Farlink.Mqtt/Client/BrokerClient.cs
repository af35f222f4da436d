using Farlink.Protocol.Messages;
using Farlink.Protocol.Text;
using MQTTnet;
using MQTTnet.Exceptions;
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
    private readonly IMqttClient _client;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _stateLock = new();
    private TaskCompletionSource _connected = NewSignal();
    private TaskCompletionSource _disconnected = NewSignal();
    private int _connectionNumber;
    private string? _refusedCertificate;
    private Task _running = Task.CompletedTask;

    private BrokerClient(BrokerClientOptions options, ILogger logger, TimeProvider time)
    {
        _options = options;
        _logger = logger;
        _time = time;
        _client = new MqttClientFactory().CreateMqttClient();
    }

    /// <summary>Whether there is a connection now.</summary>
    public bool IsConnected => _client.IsConnected;

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

    /// <summary>Waits until there is a connection.</summary>
    public Task WaitConnectedAsync(CancellationToken cancellationToken)
    {
        lock (_stateLock) return _connected.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<PublishOutcome> PublishAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        for (var attempt = 1; ; attempt++)
        {
            await WaitConnectedAsync(cancellationToken);
            var connection = Volatile.Read(ref _connectionNumber);
            try
            {
                var sent = MessageConversion.ToMqttNet(message, duplicate: attempt > 1);
                var result = await _client.PublishAsync(sent, cancellationToken);
                return new PublishOutcome(result.IsSuccess ? null : Describe(result), attempt);
            }
            catch (MqttClientNotConnectedException)
            {
                // Nothing was sent: the next try is no duplicate on this one's account.
                attempt--;
                await StartOverAsync(connection);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && failure is not ArgumentException)
            {
                ClientLog.NotAcknowledged(_logger, Printable.Escape(message.Topic), Describe(failure));
                await StartOverAsync(connection);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running;
        await DisconnectAsync();
        _client.Dispose();
        _closing.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string Describe(MqttClientPublishResult result) =>
        $"{result.ReasonCode}"
        + $"{(string.IsNullOrEmpty(result.ReasonString) ? string.Empty : ": " + Printable.Escape(result.ReasonString))}";

    private static string Describe(Exception failure) => Printable.Escape(failure.GetBaseException().Message);

    private async Task KeepConnectedAsync()
    {
        var delay = _options.FirstDelay;
        while (!_closing.IsCancellationRequested)
        {
            var why = await TryConnectAsync();
            if (why is null)
            {
                delay = _options.FirstDelay;
                await WaitDisconnectedAsync();
                continue;
            }

            ClientLog.NotConnected(_logger, _options.Host, _options.Port, why, delay.TotalSeconds);
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
        try
        {
            var result = await _client.ConnectAsync(BuildOptions(), _closing.Token);
            if (result.ResultCode != MqttClientConnectResultCode.Success)
            {
                await DisconnectAsync();
                return $"it refused us ({result.ResultCode}"
                    + (string.IsNullOrEmpty(result.ReasonString) ? string.Empty : ": " + Printable.Escape(result.ReasonString))
                    + ")";
            }

            await SubscribeAsync();
            ClientLog.Connected(_logger, _options.Host, _options.Port, Printable.Escape(_options.ClientId));
            lock (_stateLock)
            {
                _connectionNumber++;
                _connected.TrySetResult();
            }

            return null;
        }
        catch (Exception failure)
        {
            // Whatever the library or the network throws, the answer is the same: wait, and connect again.
            await DisconnectAsync();
            return _refusedCertificate ?? Describe(failure);
        }
    }

    private async Task SubscribeAsync()
    {
        foreach (var filter in _options.Subscriptions)
        {
            var result = await _client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, _closing.Token);
            foreach (var item in result.Items)
            {
                if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                    ClientLog.SubscriptionRefused(_logger, _options.Host, _options.Port, filter, item.ResultCode.ToString());
            }
        }
    }

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
            _connected = NewSignal();
            return true;
        }
    }

    private async Task ReceiveAsync(
        MqttApplicationMessageReceivedEventArgs args, Func<MqttMessage, CancellationToken, ValueTask>? onMessage)
    {
        args.AutoAcknowledge = false;
        try
        {
            if (onMessage is not null) await onMessage(MessageConversion.FromMqttNet(args.ApplicationMessage), _closing.Token);
            await args.AcknowledgeAsync(_closing.Token);
        }
        catch (Exception failure) when (!_closing.IsCancellationRequested)
        {
            // What is not acknowledged the broker sends again, but only on a new connection.
            ClientLog.NotTaken(_logger, Printable.Escape(args.ApplicationMessage.Topic), Describe(failure));
            var connection = Volatile.Read(ref _connectionNumber);
            _ = Task.Run(() => StartOverAsync(connection));
        }
    }

    /// <summary>
    /// An answer did not come: that connection is not to be trusted any more. One made since then is left alone.
    /// </summary>
    private async Task StartOverAsync(int connection)
    {
        lock (_stateLock)
        {
            if (_connectionNumber != connection) return;
        }

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

    private MqttClientOptions BuildOptions() => new()
    {
        ClientId = _options.ClientId,
        ProtocolVersion = _options.UseMqtt5
            ? MQTTnet.Formatter.MqttProtocolVersion.V500
            : MQTTnet.Formatter.MqttProtocolVersion.V311,
        CleanSession = !_options.PersistentSession,
        SessionExpiryInterval = _options is { UseMqtt5: true, PersistentSession: true }
            ? (uint)BrokerClientOptions.SessionKept.TotalSeconds
            : 0,
        KeepAlivePeriod = _options.KeepAlive,
        Timeout = _options.AnswerTimeout,
        TryPrivate = false,
        Credentials = _options.User is null
            ? null
            : new MqttClientCredentials(
                _options.User, _options.Password is null ? null : System.Text.Encoding.UTF8.GetBytes(_options.Password)),
        ChannelOptions = new MqttClientTcpOptions
        {
            RemoteEndpoint = new System.Net.DnsEndPoint(_options.Host, _options.Port),
            TlsOptions = BuildTls(),
        },
    };

    private MqttClientTlsOptions BuildTls()
    {
        if (_options.Tls is not { } tls) return new MqttClientTlsOptions { UseTls = false };
        var options = new MqttClientTlsOptions
        {
            UseTls = true,
            TargetHost = tls.Name,
            SslProtocol = System.Security.Authentication.SslProtocols.Tls12 | System.Security.Authentication.SslProtocols.Tls13,
            RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
        };
        if (tls.Certificate is { } own) options.ClientCertificatesProvider = new DefaultMqttCertificatesProvider([own]);
        if (tls.RefuseServerCertificate is { } refuse)
        {
            options.CertificateValidationHandler = args =>
            {
                _refusedCertificate = refuse(args.Certificate as System.Security.Cryptography.X509Certificates.X509Certificate2);
                return _refusedCertificate is null;
            };
        }

        return options;
    }
}
