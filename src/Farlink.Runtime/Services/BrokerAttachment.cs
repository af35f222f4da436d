using System.Net;
using System.Security.Cryptography.X509Certificates;
using Farlink.Mqtt;
using Farlink.Mqtt.Broker;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Messages;
using Farlink.Runtime.Status;

namespace Farlink.Runtime.Services;

/// <summary>A running broker of our own, or a connection to another one: the same to whoever uses it.</summary>
internal sealed class BrokerAttachment : IAsyncDisposable
{
    private readonly string _where;

    private BrokerAttachment(EmbeddedBroker? embedded, BrokerClient? client, X509Certificate2? certificate, string where)
    {
        Embedded = embedded;
        Client = client;
        Certificate = certificate;
        _where = where;
    }

    public EmbeddedBroker? Embedded { get; }

    public BrokerClient? Client { get; }

    /// <summary>What <see cref="Client"/> shows; null: nothing.</summary>
    public X509Certificate2? Certificate { get; }

    public IMqttPort Port => Embedded is { } embedded ? embedded : Client!;

    /// <summary>Starts or connects.</summary>
    /// <param name="setup">Which.</param>
    /// <param name="onMessage">Called for each message clients publish, before it is acknowledged; why it is refused, or
    /// null.</param>
    /// <param name="role">Which end: site or base.</param>
    /// <param name="context">Clock and logs; told whose certificate is refused.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<BrokerAttachment> OpenAsync(
        BrokerSetup setup, Func<MqttMessage, CancellationToken, ValueTask<string?>>? onMessage, string role,
        RuntimeContext context, CancellationToken cancellationToken)
    {
        var logger = context.Logging.CreateLogger("farlink.broker");
        if (setup.Embedded is { } options)
        {
            var own = options with
            {
                OnPublish = onMessage,
                OnCertificateRefused = (subject, why) => context.Observe(new ChainEvent.CertificateRefused(role, subject, why)),
            };
            var broker = await EmbeddedBroker.StartAsync(own, logger, context.Clock, cancellationToken);
            return new BrokerAttachment(broker, null, null, string.Join(", ", broker.Endpoints));
        }

        // Another broker has acknowledged long ago: nobody is there to be told of a refusal.
        Func<MqttMessage, CancellationToken, ValueTask>? take = onMessage is null ? null
            : async (message, stop) => await onMessage(message, stop);
        var other = setup.External!;
        var client = BrokerClient.Start(other, take, logger, context.Clock);
        return new BrokerAttachment(null, client, other.Tls?.Certificate, $"{other.Host}:{other.Port}");
    }

    /// <summary>How it is, for who asks.</summary>
    public BrokerFigures Figures() => Embedded is { } own
        ? OfOwn(own, own.Unreachable)
        : new BrokerFigures
        {
            IsOwn = false,
            Where = _where,
            IsUp = Client!.IsConnected,
            Trouble = Client.Trouble,
            InDoubt = Client.InDoubt,
        };

    private BrokerFigures OfOwn(EmbeddedBroker own, IReadOnlyList<IPEndPoint> unreachable) => new()
    {
        IsOwn = true,
        Where = _where,
        IsUp = true,
        IsReachable = unreachable.Count == 0 || unreachable.Count < own.Endpoints.Count,
        Trouble = unreachable is [var first, ..]
            ? $"no client can connect at {first}: {first.Address} is no address of this host" : null,
        Clients = own.Clients,
        Dropped = own.Dropped,
    };

    public async ValueTask DisposeAsync()
    {
        if (Embedded is not null) await Embedded.DisposeAsync();
        if (Client is not null) await Client.DisposeAsync();
    }

    /// <summary>Ends as by a loss of power: our own broker's clients, or another broker, hear nothing of it.</summary>
    public async ValueTask AbandonAsync()
    {
        if (Embedded is not null) await Embedded.DisposeAsync();
        if (Client is not null) await Client.AbandonAsync();
    }
}
