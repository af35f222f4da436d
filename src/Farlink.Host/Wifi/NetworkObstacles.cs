using System.Net;
using Farlink.Host.Inspection;

namespace Farlink.Host.Wifi;

/// <summary>Other networks of a host that an access point does not go with.</summary>
internal static class NetworkObstacles
{
    /// <summary>Of each private block one that is rare.</summary>
    private static readonly string[] Rare = ["192.168.77.1/24", "10.77.0.1/24", "172.30.77.1/24"];

    /// <summary>Looks for them.</summary>
    /// <param name="cell">The access point.</param>
    /// <param name="before">Interface of the access point that is applied now and that this one replaces; empty: none.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<WifiObstacle>> FindAsync(
        CheckedAccessPoint cell, string before, HostView host, CancellationToken cancellationToken)
    {
        List<WifiObstacle> found = [];
        var name = cell.Point.Interface;
        var others = await OthersAsync([name, before], cell.Subnet.PrefixBits, host, cancellationToken);
        if (others.Find(other => Overlap(other.Network, NetworkOf(cell.Subnet))) is { } taken)
        {
            var free = Array.Find(Rare, text => Ipv4Subnet.TryParse(text, out var subnet)
                && !others.Exists(other => Overlap(other.Network, NetworkOf(subnet)))) ?? "another network, one that is not here";
            found.Add(new WifiObstacle(
                $"{cell.Subnet.NetworkText}, the network of --address, is on {taken.Interface} too ({taken.Network}): what is "
                + "meant for devices would leave there",
                $"Use --address {free}, and the same address for [[broker.listener]] in the site's configuration", true));
        }

        if (AddressTable.DefaultInterfaces(host).Contains(name))
        {
            found.Add(new WifiObstacle(
                $"{name} is this host's way to other networks, and as an access point is that no more",
                $"If you are connected over {name}, this ends it; use a cable or a second adapter", false));
        }

        return found;
    }

    /// <summary>
    /// Networks of other interfaces, those that are reached by a router too. A route for a wider network, as a tunnel's to all
    /// private addresses, is in nobody's way: the more precise one wins.
    /// </summary>
    private static async Task<List<Other>> OthersAsync(
        string[] own, int prefixBits, HostView host, CancellationToken cancellationToken)
    {
        var addresses = await AddressTable.ReadAsync(host, cancellationToken) ?? [];
        return
        [
            .. addresses
                .Select(one => new Other(one.Interface, AddressTable.NetworkOf(one.Address, one.PrefixLength)))
                .Concat(AddressTable.Routes(host).Where(route => route.Network.PrefixLength >= prefixBits)
                    .Select(route => new Other(route.Interface, route.Network)))
                .Where(other => !own.Contains(other.Interface)),
        ];
    }

    private static IPNetwork NetworkOf(Ipv4Subnet subnet) =>
        AddressTable.NetworkOf(IPAddress.Parse(Ipv4.Write(subnet.Address)), subnet.PrefixBits);

    private static bool Overlap(IPNetwork one, IPNetwork other) =>
        one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    private sealed record Other(string Interface, IPNetwork Network);
}
