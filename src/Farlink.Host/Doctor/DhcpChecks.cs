using System.Net;
using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>DHCP: whether one server answers, and from a range that is right.</summary>
internal static class DhcpChecks
{
    private const int ServerPort = 67;

    public static IReadOnlyList<Check> All { get; } =
    [
        new("dhcp.program", "dnsmasq is installed", "the programs of this host", "sudo apt install dnsmasq-base",
            WifiChecks.With((context, point, _) => Task.FromResult(Program(context, point)))),
        new("dhcp.syntax", "dnsmasq understands its files", "dnsmasq --test", "sudoedit FILE",
            WifiChecks.With(SyntaxAsync)),
        new("dhcp.server", "Exactly one DHCP server answers", "UDP port 67 in /proc/net/udp",
            "sudo systemctl disable --now dnsmasq, or: sudo nmcli connection up NAME",
            WifiChecks.With((context, point, _) => Task.FromResult(Server(context, point)))),
        new("dhcp.range", "The range is in the network, without this host",
            "dhcp-range in /etc/dnsmasq.d, or of the running dnsmasq",
            "sudoedit /etc/dnsmasq.d/farlink.conf && sudo systemctl restart dnsmasq",
            WifiChecks.With((context, point, _) => Task.FromResult(Range(context, point)))),
        new("dhcp.pool", "Addresses are left", "the leases of dnsmasq",
            "sudo farlink wifi .. --range FIRST-LAST --lease 1h --apply",
            WifiChecks.With((context, point, _) => Task.FromResult(Pool(context, point)))),
    ];

    private static Finding Program(CheckContext context, AccessPoint point)
    {
        if (context.Host.HasProgram("dnsmasq")) return Finding.Ok("dnsmasq is installed");

        // The package dnsmasq brings a service of its own, which NetworkManager's would fight with.
        var package = point.Profile == AccessPointProfile.NetworkManager ? "dnsmasq-base" : "dnsmasq";
        return Finding.Fail("dnsmasq is not installed: devices get no address", $"sudo apt install {package} && {point.Restart}");
    }

    private static async Task<Finding> SyntaxAsync(CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        var names = DnsmasqFiles.Names(context.Host, point.DnsmasqFolder).ToList();
        if (names.Count == 0) return Finding.Skip($"no files in {point.DnsmasqFolder}");
        foreach (var path in names.Select(name => $"{point.DnsmasqFolder}/{name}"))
        {
            var result = await context.Host.RunAsync(
                "dnsmasq", ["--test", $"--conf-file={context.Host.Real(path)}"], cancellationToken);
            if (result is null) return Finding.Skip("dnsmasq is not installed");
            if (!result.IsGood)
                return Finding.Fail($"{path}: {result.Complaint}", $"sudoedit {path} && {point.Restart}");
        }

        return Finding.Ok($"{string.Join(", ", names)} in {point.DnsmasqFolder}");
    }

    private static Finding Server(CheckContext context, AccessPoint point)
    {
        var count = SocketTable.Udp(context.Host).Where(socket => socket.Endpoint.Port == ServerPort)
            .Select(socket => socket.Inode).Distinct().Count();
        var isManaged = point.Profile == AccessPointProfile.NetworkManager;
        return count switch
        {
            0 => Finding.Fail("nobody answers DHCP: devices get no address", isManaged ? point.Restart
                : "sudo systemctl enable --now dnsmasq; journalctl -u dnsmasq -n 30 --no-pager"),
            1 => Finding.Ok("one program answers DHCP"),
            _ => Finding.Fail(
                $"{count} programs answer DHCP: devices get wrong addresses",
                isManaged ? "sudo systemctl disable --now dnsmasq isc-dhcp-server" : "sudo ss -ulpn 'sport = :67'"),
        };
    }

    private static Finding Range(CheckContext context, AccessPoint point)
    {
        var isManaged = point.Profile == AccessPointProfile.NetworkManager;
        var cure = isManaged
            ? point.Restart : $"sudoedit {point.DnsmasqFolder}/farlink.conf && sudo systemctl restart dnsmasq";
        var ranges = Ranges(context, point).ToList();
        if (ranges.Count == 0)
        {
            return isManaged
                ? Finding.Skip("NetworkManager chooses the range when the access point is up")
                : Finding.Fail($"no dhcp-range in {point.DnsmasqFolder}: devices get no address", cure);
        }

        var network = AddressTable.NetworkOf(point.Address, point.PrefixLength);
        foreach (var (first, last) in ranges)
        {
            var text = $"dhcp-range {first} to {last}";
            if (Number(first) > Number(last)) return Finding.Fail($"{text} ends before it begins", cure);
            if (!network.Contains(first) || !network.Contains(last)) return Finding.Fail($"{text} is not in {network}", cure);
            if (Number(first) <= Number(point.Address) && Number(point.Address) <= Number(last))
                return Finding.Fail($"{text} has {point.Address} in it, this host's own", cure);
        }

        return Finding.Ok(string.Join(", ", ranges.Select(range => $"{range.First} to {range.Last}")));
    }

    private static Finding Pool(CheckContext context, AccessPoint point)
    {
        const int tenth = 10;
        if (!context.Host.Exists(point.LeaseFile)) return Finding.Skip($"no leases in {point.LeaseFile}");
        var leases = context.Host.ReadLines(point.LeaseFile).Count(line => char.IsAsciiDigit(line[0]));
        var size = Ranges(context, point).Sum(range => (long)Number(range.Last) - Number(range.First) + 1);
        if (size <= 0) return Finding.Skip("no range is known");
        var saw = $"{leases} of {size} addresses are given";
        const string cure = "sudo farlink wifi .. --range FIRST-LAST --lease 1h --apply, with the other options as they were";
        return leases >= size ? Finding.Fail(saw, cure)
            : leases >= size - (size / tenth) ? Finding.Warn(saw, cure) : Finding.Ok(saw);
    }

    /// <summary>dhcp-range=[set:NAME,]FIRST,LAST[,MASK][,TIME], IPv4 only (dnsmasq(8)).</summary>
    private static IEnumerable<(IPAddress First, IPAddress Last)> Ranges(CheckContext context, AccessPoint point)
    {
        var values = point.Profile == AccessPointProfile.NetworkManager
            ? DnsmasqFiles.Running(context.Host, point.Interface) : DnsmasqFiles.Read(context.Host, point.DnsmasqFolder);
        foreach (var value in values.All("dhcp-range"))
        {
            var parts = value.Split(',', StringSplitOptions.TrimEntries)
                .SkipWhile(part => part.Contains(':', StringComparison.Ordinal)).ToList();
            if (parts.Count >= 2 && IPAddress.TryParse(parts[0], out var first) && IPAddress.TryParse(parts[1], out var last))
                yield return (first, last);
        }
    }

    private static uint Number(IPAddress address) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.MapToIPv4().GetAddressBytes());
}
