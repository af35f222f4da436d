using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Farlink.Mqtt.Access;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Text;
using MQTTnet;
using MQTTnet.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// An MQTT 3.1.1 and 5 broker in this process: MQTTnet behind Kestrel, which bounds handshakes and connections. Sessions and
/// retained messages live in memory.
/// </summary>
public sealed class EmbeddedBroker : IMqttPort, IAsyncDisposable
{
    /// <summary>Sender of what Farlink publishes itself. No client can have it: the slash is refused.</summary>
    internal const string OwnClientId = "farlink/broker";

    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);

    private readonly BrokerOptions _options;
    private readonly ILogger _logger;
    private readonly RefusalLog _refusals;
    private readonly ConnectionLog _connections;
    private readonly ServerAdapter _adapter;
    private readonly Admission _admission;
    private readonly MqttServer _server;
    private readonly WebApplication _host;
    private readonly List<ListenOptions> _bound = [];
    private readonly ConnectionPipeline _pipeline;
    private readonly ITimer? _again;
    private long _dropped;

    private EmbeddedBroker(BrokerOptions options, ILogger logger, TimeProvider time)
    {
        _options = options;
        Certificate = options.Certificate;
        _logger = logger;
        _refusals = new RefusalLog(logger, time);
        _connections = new ConnectionLog(logger, time);
        _adapter = new ServerAdapter(options.Received, options.Limits, time);
        _admission = new Admission(options, new RetainedBook(options.Limits, RetainedAsync, time), _refusals);
        _server = CreateServer();
        _pipeline = new ConnectionPipeline(options, _adapter, _refusals, time);
        _host = CreateHost(_pipeline);
        if (options.CertificatesChanged is { } changed)
            _again = time.CreateTimer(_ => CheckAgain(changed), null, CheckEvery, CheckEvery);
    }

    /// <summary>Where it listens, in the order of the options, with the ports that were free where 0 was asked for.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints => [.. _bound.Select(listen => listen.IPEndPoint!)];

    /// <summary>Those of <see cref="Endpoints"/> at which nobody can connect now: the address is not this host's.</summary>
    public IReadOnlyList<IPEndPoint> Unreachable => ListenSocket.Unreachable(Endpoints);

    /// <summary>Messages dropped so far because too many waited for their receiver.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Clients that are connected now.</summary>
    public int Clients => _pipeline.Clients;

    /// <summary>The certificate it shows; null where no listener has TLS.</summary>
    public X509Certificate2? Certificate { get; private set; }

    /// <summary>Starts a broker.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="logger">Where refusals and connections are told.</param>
    /// <param name="time">Clock for deadlines.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The options contradict themselves.</exception>
    /// <exception cref="BrokerException">A port is taken or not ours.</exception>
    public static async Task<EmbeddedBroker> StartAsync(
        BrokerOptions options, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var broker = new EmbeddedBroker(options, logger, time);
        try
        {
            await broker._server.StartAsync();
            await broker._host.StartAsync(cancellationToken);
        }
        catch (SocketException failure)
        {
            // Another program was faster between the address and the first call.
            await broker.DisposeAsync();
            throw CannotListen($"{failure.Message}", failure);
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }

        broker.TellWhere();
        return broker;
    }

    /// <summary>
    /// Goes by other users and rules from now on: at the next login, publication and delivery. Clients whose user is gone are cut
    /// off.
    /// </summary>
    /// <param name="passwords">The users; null where there are none.</param>
    /// <param name="access">Who may do what.</param>
    /// <returns>False, and nothing is changed, if it would begin or cease to ask for users: that needs a restart.</returns>
    public bool TryUse(PasswordFile? passwords, AccessList access)
    {
        ArgumentNullException.ThrowIfNull(access);
        if (!_admission.TryUse(passwords, access)) return false;
        if (passwords is not null) _pipeline.CutOff(passwords.Contains);
        return true;
    }

    /// <summary>Shows another certificate from the next connection on; those that stand are left alone.</summary>
    /// <param name="certificate">With its private key; lives as long as the broker.</param>
    /// <exception cref="InvalidOperationException">No listener has TLS.</exception>
    public void Use(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (Certificate is null) throw new InvalidOperationException("This broker shows no certificate.");
        _pipeline.Use(certificate);
        Certificate = certificate;
    }

    /// <inheritdoc/>
    public async Task<PublishOutcome> PublishAsync(
        MqttMessage message, IQosTwoPhase? phase, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var injected = new InjectedMqttApplicationMessage(MessageConversion.ToMqttNet(message)) { SenderClientId = OwnClientId };
        await _server.InjectApplicationMessage(injected, cancellationToken);
        return new PublishOutcome(null, 1);
    }

    /// <summary>Stops listening, ends every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_again is not null) await _again.DisposeAsync();
        if (_server.IsStarted) await _server.StopAsync(new MqttServerStopOptions());
        await _host.DisposeAsync();
        _server.Dispose();
        _adapter.Dispose();
    }

    private void TellWhere()
    {
        for (var i = 0; i < _options.Listeners.Count; i++)
            BrokerLog.Listening(_logger, Endpoints[i].ToString(), _options.Listeners[i].Auth.ToString().ToLowerInvariant());
        foreach (var endpoint in Unreachable) BrokerLog.NotHere(_logger, endpoint.Address.ToString());
    }

    private void CheckAgain(Func<bool> changed)
    {
        // A second look that comes while one is under way has nothing to add.
        if (!Monitor.TryEnter(_pipeline)) return;
        try
        {
            if (changed()) _pipeline.CheckAgain();
        }
        catch (Exception failure)
        {
            // On a thread of the timer it would end the process.
            BrokerLog.CheckFailed(_logger, failure.Message);
        }
        finally
        {
            Monitor.Exit(_pipeline);
        }
    }

    private MqttServer CreateServer()
    {
        var options = new MqttServerOptionsBuilder()
            .WithoutDefaultEndpoint()
            .WithPersistentSessions(true)
            .WithMaxPendingMessagesPerClient(_options.Limits.MostMessagesWaiting)
            .WithPendingMessagesOverflowStrategy(MqttPendingMessagesOverflowStrategy.DropNewMessage)
            .Build();
        var server = new MqttServerFactory().CreateMqttServer(options, [_adapter]);
        server.ValidatingConnectionAsync += _admission.ValidateConnection;
        server.InterceptingPublishAsync += _admission.InterceptPublish;
        server.InterceptingSubscriptionAsync += _admission.InterceptSubscription;
        server.ClientUnsubscribedTopicAsync += Admission.ForgetSubscription;
        server.InterceptingClientEnqueueAsync += InterceptDelivery;
        server.SessionDeletedAsync += _admission.ForgetSession;
        server.ApplicationMessageEnqueuedOrDroppedAsync += LogDrop;
        server.ClientConnectedAsync += args =>
        {
            _connections.Connected(
                Printable.Escape(args.ClientId), args.RemoteEndPoint?.ToString() ?? "unknown",
                _admission.UserOf(args.ClientId));
            return Task.CompletedTask;
        };
        server.ClientDisconnectedAsync += args =>
        {
            _connections.Disconnected(Printable.Escape(args.ClientId), args.DisconnectType.ToString().ToLowerInvariant());
            return Task.CompletedTask;
        };
        return server;
    }

    private Task<IList<MqttApplicationMessage>> RetainedAsync() => _server.GetRetainedMessagesAsync();

    private async Task InterceptDelivery(InterceptingClientApplicationMessageEnqueueEventArgs args)
    {
        await _admission.InterceptDelivery(args);
        if (!args.AcceptEnqueue || !_admission.OwesAcknowledgements(args.ReceiverClientId)) return;
        args.AcceptEnqueue = false;
        NoteDrop(args.ApplicationMessage.Topic, args.ReceiverClientId);
    }

    private Task LogDrop(ApplicationMessageEnqueuedEventArgs args)
    {
        if (args.IsDropped) NoteDrop(args.ApplicationMessage.Topic, args.ReceiverClientId);
        return Task.CompletedTask;
    }

    private void NoteDrop(string topic, string receiver)
    {
        Interlocked.Increment(ref _dropped);
        receiver = Printable.Escape(receiver);
        if (_refusals.Admit($"queue of {receiver} full") is { } repeats)
            BrokerLog.Dropped(_logger, Printable.Escape(topic), receiver, _options.Limits.MostMessagesWaiting, repeats);
    }

    private WebApplication CreateHost(ConnectionPipeline pipeline)
    {
        // It has no files. Without a folder it takes the current one, which may be closed to this user.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = "/" });
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.CreateBoundListenSocket = Bind).ConfigureKestrel(kestrel =>
        {
            foreach (var listener in _options.Listeners)
            {
                kestrel.Listen(listener.Endpoint, listen =>
                {
                    _bound.Add(listen);
                    pipeline.Build(listen, listener);
                });
            }
        });

        // Kestrel says nothing a user of the broker needs: refusals are logged here, with reasons.
        builder.Services.AddSingleton<ILoggerFactory>(Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        return builder.Build();
    }

    private static Socket Bind(EndPoint endpoint)
    {
        try
        {
            return ListenSocket.Bind(endpoint);
        }
        catch (SocketException failure)
        {
            throw CannotListen(ListenSocket.Why(failure, (IPEndPoint)endpoint), failure);
        }
    }

    private static BrokerException CannotListen(string why, SocketException failure) => new(
        $"The broker cannot listen: {why.TrimEnd('.')}. Choose another address under [[broker.listener]], or end what has it.",
        failure);
}
