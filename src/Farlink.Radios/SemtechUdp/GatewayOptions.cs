using System.Net;

namespace Farlink.Radios.SemtechUdp;

/// <summary>Where packet forwarders are waited for, and which.</summary>
public sealed record GatewayOptions
{
    /// <summary>
    /// UDP address and port; a forwarder's <c>server_address</c> and <c>serv_port_up</c>, <c>serv_port_down</c>.
    /// </summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>EUIs that are heard (<c>gateway_ID</c>); empty: any.</summary>
    public IReadOnlyCollection<ulong> Gateways { get; init; } = [];

    /// <summary>Networks from which they may come; empty: this host only.</summary>
    public IReadOnlyCollection<IPNetwork> From { get; init; } = [];

    /// <summary>
    /// Whether frames are sent at a count of the gateway's clock, once it is known, and not at once. A forwarder for SX1301 lets
    /// a
    /// frame that shall go at once wait for a second.
    /// </summary>
    public bool UsesCounter { get; init; }
}
