using Farlink.Protocol.Text;

namespace Farlink.Host.Wifi;

/// <summary>What is wrong with the network's half of an access point: addresses, names, ports.</summary>
internal static class NetworkCheck
{
    private const int FewestPrefixBits = 16;
    private const int MostPrefixBits = 30;
    private const int MostNames = 16;
    private const int MostPorts = 16;
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    /// <summary>dnsmasq gives no shorter one (dnsmasq(8), --dhcp-range).</summary>
    private static readonly TimeSpan ShortestLease = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestLease = TimeSpan.FromDays(365);

    /// <summary>Everything that is wrong.</summary>
    public static IEnumerable<AccessPointProblem> Problems(AccessPoint point) =>
        [.. Addresses(point), .. Names(point.Names), .. Lease(point.Lease), .. Ports(point.BrokerPorts)];

    private static IEnumerable<AccessPointProblem> Addresses(AccessPoint point)
    {
        if (!Ipv4Subnet.TryParse(point.Address, out var subnet))
        {
            yield return new AccessPointProblem(
                "address", $"'{Printable.Escape(point.Address)}' is no IPv4 address with the length of its prefix",
                "Such as 192.168.2.1/24");
            yield break;
        }

        if (subnet.PrefixBits is < FewestPrefixBits or > MostPrefixBits)
        {
            yield return new AccessPointProblem(
                "address", $"a prefix of {subnet.PrefixBits} bits", $"/{FewestPrefixBits} to /{MostPrefixBits}, such as /24");
            yield break;
        }

        if (!subnet.IsPrivate)
            yield return new AccessPointProblem(
                "address", $"{subnet.NetworkText} is not a private network (RFC 1918)",
                "Use 10.x.x.x, 172.16.x.x to 172.31.x.x, or 192.168.x.x");
        if (!subnet.IsHost)
            yield return new AccessPointProblem(
                "address", $"{subnet} is the first or last address of its network, which no host has",
                $"Such as {Ipv4.Write(subnet.Network + 1)}/{subnet.PrefixBits}");
        if (point.Range is { } text)
            foreach (var problem in Range(text, subnet)) yield return problem;
    }

    private static IEnumerable<AccessPointProblem> Range(string text, Ipv4Subnet subnet)
    {
        if (!AddressRange.TryParse(text, out var range))
        {
            yield return new AccessPointProblem(
                "range", $"'{Printable.Escape(text)}' is no range of IPv4 addresses", "Such as 192.168.2.10-192.168.2.200");
            yield break;
        }

        if (range.First > range.Last)
            yield return new AccessPointProblem("range", "it goes backwards", "Write the lower address first");
        if (!subnet.IsHostAddress(range.First) || !subnet.IsHostAddress(range.Last))
            yield return new AccessPointProblem(
                "range", $"it is not inside {subnet.NetworkText}",
                $"{Ipv4.Write(subnet.Network + 1)} to {Ipv4.Write(subnet.Broadcast - 1)} are");
        if (range.Contains(subnet.Address))
            yield return new AccessPointProblem(
                "range", $"the site's own address {Ipv4.Write(subnet.Address)} is in it", "Leave it out");
    }

    private static IEnumerable<AccessPointProblem> Names(IReadOnlyList<string> names)
    {
        if (names.Count is < 1 or > MostNames)
            yield return new AccessPointProblem("name", $"{names.Count} names", $"1 to {MostNames}");
        foreach (var name in names.Where(name => !IsDnsName(name)))
            yield return new AccessPointProblem(
                "name", $"'{Printable.Escape(name)}' is no DNS name",
                "Letters, digits and hyphens with dots between and a letter in the last part, such as mqtt.com");
    }

    /// <summary>
    /// A host name (RFC 1123 §2.1) without a dot at the end. Not an address, nor another one whose last part is a number:
    /// dnsmasq takes a number for how long an answer holds (dnsmasq(8), --host-record).
    /// </summary>
    private static bool IsDnsName(string name) =>
        name.Length is > 0 and <= LongestName && name.Split('.') is var labels && labels[^1].Any(char.IsAsciiLetter)
        && labels.All(label => label.Length is > 0 and <= LongestLabel && label[0] != '-' && label[^1] != '-'
            && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));

    private static IEnumerable<AccessPointProblem> Lease(TimeSpan lease)
    {
        if (lease < ShortestLease || lease > LongestLease || lease.Ticks % TimeSpan.TicksPerSecond != 0)
            yield return new AccessPointProblem(
                "lease", "it is out of range", "2 minutes to 365 days in whole seconds, such as 12h");
    }

    private static IEnumerable<AccessPointProblem> Ports(IReadOnlyList<int> ports)
    {
        if (ports.Count is < 1 or > MostPorts)
            yield return new AccessPointProblem("broker-port", $"{ports.Count} ports", $"1 to {MostPorts}");
        foreach (var port in ports.Where(port => port is < 1 or > ushort.MaxValue))
            yield return new AccessPointProblem("broker-port", $"{port} is no TCP port", $"1 to {ushort.MaxValue}");
        foreach (var port in ports)
        {
            if (ServiceOf(port) is { } service)
                yield return new AccessPointProblem(
                    "broker-port", $"{port} is that of the site's {service}", "Take another one, such as 8883");
        }
    }

    /// <summary>What the site itself has on a port, so that no broker can be there (RFC 1035, RFC 2131, RFC 5905).</summary>
    private static string? ServiceOf(int port) => port switch
    {
        53 => "names (DNS)",
        67 or 68 => "addresses (DHCP)",
        123 => "clock (NTP)",
        _ => null,
    };
}
