using System.Collections.Frozen;
using Farlink.Host.Inspection;
using Farlink.Protocol.Text;

namespace Farlink.Host.Wifi;

/// <summary>
/// Another dnsmasq, or what else has its port. NetworkManager runs one of its own for the access point; with hostapd it is the
/// host's, for all of which our file holds: a job that it has already would be taken over.
/// </summary>
internal static class DnsmasqObstacles
{
    private const string Config = "/etc/dnsmasq.conf", Folder = "/etc/dnsmasq.d", Own = "farlink.conf";
    private const string Unit = "dnsmasq";
    private const int Port = 53;

    /// <summary>
    /// What gives dnsmasq a job: where it listens, whom it answers what, whom it asks. <c>bind-interfaces</c> does not go
    /// together with the <c>bind-dynamic</c> of ours. Files elsewhere may have all of that. Debian's own files have none of them.
    /// </summary>
    private static readonly FrozenSet<string> Jobs = (
        "address auth-server auth-zone bind-interfaces conf-dir conf-file dhcp-host dhcp-option dhcp-range host-record "
        + "interface listen-address local port resolv-file server servers-file").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Looks for it.</summary>
    public static async Task<IReadOnlyList<WifiObstacle>> FindAsync(
        WifiProfile profile, HostView host, CancellationToken cancellationToken)
    {
        var isActive = await SaysAsync(host, "is-active", "active", cancellationToken);
        if (profile == WifiProfile.NetworkManager
            && (isActive || await SaysAsync(host, "is-enabled", "enabled", cancellationToken)))
        {
            return
            [
                new WifiObstacle(
                    "The service dnsmasq of this host has the ports that NetworkManager's own dnsmasq needs, or takes them at "
                    + "the next start",
                    $"If nobody needs it: sudo systemctl disable --now {Unit}", true),
            ];
        }

        List<WifiObstacle> found = [];
        if (profile == WifiProfile.Hostapd && OtherJob(host) is { } other) found.Add(other);
        if (!isActive && IsTaken(host))
        {
            found.Add(new WifiObstacle(
                $"Another program has port {Port} on all addresses, so the access point's dnsmasq has none",
                $"See which it is, and end it: sudo ss -tulpn 'sport = :{Port}'", true));
        }

        return found;
    }

    private static async Task<bool> SaysAsync(
        HostView host, string question, string answer, CancellationToken cancellationToken) =>
        (await host.RunAsync("systemctl", [question, Unit], cancellationToken))?.Output.Trim() == answer;

    private static bool IsTaken(HostView host) => SocketTable.Udp(host).Concat(SocketTable.Tcp(host))
        .Any(socket => socket.Endpoint.Port == Port && SocketTable.IsAny(socket.Endpoint.Address));

    private static WifiObstacle? OtherJob(HostView host)
    {
        string[] files =
        [
            Config, .. DnsmasqFiles.Names(host, Folder).Where(name => name != Own).Select(name => $"{Folder}/{name}"),
        ];
        var lines = files.Where(path => !Directory.Exists(host.Real(path))).SelectMany(path => JobsOf(host, path)).ToList();
        if (lines.Count == 0) return null;
        var more = lines.Count > 1 ? $", and {Counted.Of(lines.Count - 1, "more line", "more lines")}" : "";
        return new WifiObstacle(
            $"The dnsmasq of this host has another job: {lines[0]}{more}",
            "What farlink wifi writes holds for all of it, and would take that over. If nobody needs it, put # before such "
            + "lines; else make the access point on another host", true);
    }

    /// <summary>The folder that Debian's service reads, with whichever patterns.</summary>
    private static bool IsOwnFolder(string line) =>
        line.Split('=', 2) is [var key, var value] && key.TrimEnd() == "conf-dir"
        && value.Split(',')[0].Trim().TrimEnd('/') == Folder;

    private static IEnumerable<string> JobsOf(HostView host, string path)
    {
        var number = 0;
        foreach (var line in (host.ReadText(path) ?? "").Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            if (IsOwnFolder(line)) continue;
            if (Jobs.Contains(line.Split('=', 2)[0].TrimEnd())) yield return $"{path}, line {number}: {Printable.Escape(line)}";
        }
    }
}
