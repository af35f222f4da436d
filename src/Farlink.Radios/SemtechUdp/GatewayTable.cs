using System.Net;
using Farlink.Protocol.Units;

namespace Farlink.Radios.SemtechUdp;

/// <summary>The gateways that came, and which may come.</summary>
internal sealed class GatewayTable
{
    /// <summary>Gateways that are remembered where any EUI may come.</summary>
    private const int MostGateways = 16;

    private readonly GatewayOptions _options;
    private readonly Dictionary<ulong, GatewayLink> _gateways = [];

    public GatewayTable(GatewayOptions options) => _options = options;

    /// <summary>A gateway that came.</summary>
    public GatewayLink this[ulong eui] => _gateways[eui];

    /// <summary>The gateway that heard something last; of those that ask for frames.</summary>
    public GatewayLink? Best(Instant now) =>
        _gateways.Values.Where(gateway => gateway.DownAt(now) is not null).MaxBy(gateway => gateway.HeardAt);

    /// <summary>Whether a gateway may come from an address.</summary>
    public bool IsAllowed(ulong eui, IPAddress address)
    {
        if (_options.Gateways.Count > 0 && !_options.Gateways.Contains(eui)) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return _options.From.Count == 0 ? IPAddress.IsLoopback(address) : _options.From.Any(network => network.Contains(address));
    }

    /// <summary>Forgets the gateway that has been silent longest, if it is gone.</summary>
    private bool ForgetOne(Instant now) =>
        _gateways.Values.MinBy(gateway => gateway.SeenAt) is { } oldest && now - oldest.SeenAt > GatewayLink.Silence
        && _gateways.Remove(oldest.Eui);

    /// <summary>Whether a datagram is that of the gateway it names; notes where it comes from.</summary>
    public bool Take(GatewayDatagram datagram, IPEndPoint from, Instant now)
    {
        if (!_gateways.TryGetValue(datagram.Eui, out var gateway))
        {
            if (_gateways.Count >= Math.Max(MostGateways, _options.Gateways.Count) && !ForgetOne(now)) return false;
            _gateways.Add(datagram.Eui, gateway = new GatewayLink(datagram.Eui));
        }

        if (!gateway.Admit(from, now)) return false;
        return datagram.Type != GatewayDatagramType.PullData || gateway.Pull(from, now);
    }
}
