using System.Globalization;
using System.Net;

namespace Farlink.Host.Inspection;

/// <summary>An IPv4 address of an interface.</summary>
/// <param name="Interface">The interface.</param>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">Bits of its network.</param>
internal sealed record InterfaceAddress(string Interface, IPAddress Address, int PrefixLength);

/// <summary>Addresses and routes of this host.</summary>
internal static class AddressTable
{
    /// <summary>IPv4 addresses, from ip(8); null if there is no such program.</summary>
    public static async Task<List<InterfaceAddress>?> ReadAsync(HostView host, CancellationToken cancellationToken)
    {
        if (await host.RunAsync("ip", ["-4", "-o", "addr"], cancellationToken) is not { IsGood: true } result) return null;
        List<InterfaceAddress> addresses = [];
        foreach (var line in result.Lines)
        {
            // 3: wlan0    inet 192.168.2.1/24 brd 192.168.2.255 scope global noprefixroute wlan0
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [_, var name, "inet", var network, ..]) continue;
            if (Split(network) is (var address, var bits)) addresses.Add(new InterfaceAddress(name, address, bits));
        }

        return addresses;
    }

    /// <summary>Networks that are reached by an interface without a router, from /proc/net/route.</summary>
    public static IEnumerable<(string Interface, IPNetwork Network)> Routes(HostView host) =>
        AllRoutes(host).Where(route => route.Network.PrefixLength > 0);

    /// <summary>Interfaces by which this host reaches whatever no other route is for, from /proc/net/route.</summary>
    public static IEnumerable<string> DefaultInterfaces(HostView host) =>
        AllRoutes(host).Where(route => route.Network.PrefixLength == 0).Select(route => route.Interface);

    /// <summary>The network that an address with so many bits belongs to.</summary>
    public static IPNetwork NetworkOf(IPAddress address, int prefixLength)
    {
        var octets = address.GetAddressBytes();
        for (var bit = prefixLength; bit < 8 * octets.Length; bit++) octets[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(octets), prefixLength);
    }

    /// <summary>192.168.2.1/24 as address and bits; null if it is none.</summary>
    public static (IPAddress Address, int PrefixLength)? Split(string text)
    {
        if (text.Split('/') is not [var left, var right] || !IPAddress.TryParse(left, out var address)) return null;
        return int.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= 32
            ? (address, bits) : null;
    }

    private static IEnumerable<(string Interface, IPNetwork Network)> AllRoutes(HostView host)
    {
        foreach (var line in host.ReadLines("/proc/net/route").Skip(1))
        {
            // Iface Destination Gateway Flags RefCnt Use Metric Mask ..
            if (line.Split('\t', StringSplitOptions.TrimEntries) is not
                [var name, var destination, _, _, _, _, _, var mask, ..]) continue;
            if (Word(destination) is not { } address || Word(mask) is not { } bits) continue;
            yield return (name, new IPNetwork(new IPAddress(address), System.Numerics.BitOperations.PopCount(bits)));
        }
    }

    private static uint? Word(string hex) =>
        uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var word) ? word : null;
}
