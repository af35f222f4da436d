using Farlink.Mqtt.Broker;
using Farlink.Mqtt.Client;

namespace Farlink.Runtime.Services;

/// <summary>Which broker a site or base works with: its own, or another one. Exactly one of the two is set.</summary>
/// <param name="Embedded">Settings of our own.</param>
/// <param name="External">How to reach another one.</param>
public sealed record BrokerSetup(BrokerOptions? Embedded, BrokerClientOptions? External)
{
    /// <summary>Our own broker.</summary>
    public static BrokerSetup Own(BrokerOptions options) => new(options, null);

    /// <summary>Another broker.</summary>
    public static BrokerSetup Other(BrokerClientOptions options) => new(null, options);
}
