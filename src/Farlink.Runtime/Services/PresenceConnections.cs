using Farlink.Mqtt;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Link;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>
/// A base whose power fails cannot say that its sites are out of sight: the broker does, by last will. MQTT has one will a
/// connection, so the first site's is that of the base's own connection and each further site has a connection that carries
/// nothing but its presence.
/// </summary>
internal sealed class PresenceConnections : IAsyncDisposable
{
    private readonly Dictionary<byte, BrokerClient> _clients = [];

    /// <summary>Where the presence of a link goes; null: the base's own connection.</summary>
    public IMqttPort? PortOf(byte link) => _clients.GetValueOrDefault(link);

    /// <summary>The base's own connection, with the first site's will.</summary>
    public static BrokerClientOptions WithWill(BrokerClientOptions options, LinkOptions first, Reporter reporter) =>
        options with { Will = LinkReports.State(first.Name, false), OnConnected = () => reporter.Presence(first.Id) };

    /// <summary>Connects for the further sites.</summary>
    public void Start(
        BrokerClientOptions options, IEnumerable<LinkOptions> further, Reporter reporter, ILogger logger, TimeProvider time)
    {
        foreach (var link in further)
        {
            var own = WithWill(options, link, reporter) with
            {
                ClientId = $"{options.ClientId}-{link.Name}",
                PersistentSession = false,
                Subscriptions = [],
                Received = null,
            };
            _clients.Add(link.Id, BrokerClient.Start(own, null, logger, time));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values) await client.DisposeAsync();
    }

    /// <summary>Breaks them off: the broker publishes their last wills.</summary>
    public async ValueTask AbandonAsync()
    {
        foreach (var client in _clients.Values) await client.AbandonAsync();
    }
}
