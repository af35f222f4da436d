using System.Net;
using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>What devices on the WiFi reach: the services they need, and no other network.</summary>
internal static class WifiGuardChecks
{
    /// <summary>What <c>farlink wifi</c> writes: rules, the unit that loads them, their table.</summary>
    private const string RulesFile = "/etc/farlink/wifi.nft", FirewallUnit = "farlink-wifi-firewall",
        FirewallTable = "inet farlink_wifi";

    public static IReadOnlyList<Check> All { get; } =
    [
        new("wifi.forwarding", "Devices reach this host only", "net.ipv4.ip_forward; nft list ruleset",
            "sudo systemctl enable --now farlink-wifi-firewall", WifiChecks.With(ForwardingAsync)),
        new("wifi.firewall", "The packet filter lets devices in", "nft list ruleset",
            "sudo nft insert rule inet filter input iifname wlan0 tcp dport 8883 accept", WifiChecks.With(FirewallAsync)),
    ];

    private static async Task<Finding> ForwardingAsync(
        CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        if (context.Host.ReadText("/proc/sys/net/ipv4/ip_forward")?.Trim() != "1")
            return Finding.Ok("this host forwards nothing");
        if (await ChainsAsync(context, cancellationToken) is not { } chains)
        {
            return Finding.Skip(
                "this host forwards, and whether devices are kept out only root can see",
                $"sudo farlink doctor -c {context.Subject.ConfigPath} --only wifi.forwarding");
        }

        return chains.Exists(chain => Isolates(chain, chains, point))
            ? Finding.Ok($"this host forwards, but nothing from {point.Interface}")
            : Finding.Fail(
                $"this host forwards, from {point.Interface} too: devices reach your other networks and the Internet",
                context.Host.Exists(RulesFile)
                    ? $"sudo systemctl enable {FirewallUnit} && sudo systemctl restart {FirewallUnit}"
                    : "sudo nft add table inet farlink && sudo nft 'add chain inet farlink forward "
                        + "{ type filter hook forward priority -10; }' && "
                        + $"sudo nft add rule inet farlink forward iifname {point.Interface} drop");
    }

    /// <summary>NetworkManager's own table refuses only what it does not forward, so it does not count.</summary>
    private static bool Isolates(NftChain chain, List<NftChain> all, AccessPoint point)
    {
        const int anyPort = 443;
        return chain.Hook.Contains("hook forward", StringComparison.Ordinal)
            && !chain.Table.Contains("nm-shared-", StringComparison.Ordinal)
            && NftRules.IsClosed(chain, point.Interface) && !NftRules.LetsIn(chain, all, point.Interface, "tcp", anyPort);
    }

    private static async Task<Finding> FirewallAsync(CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        if (!context.Host.HasProgram("nft")) return Finding.Skip("nft is not installed: no packet filter");
        if (await ChainsAsync(context, cancellationToken) is not { } chains)
        {
            return Finding.Skip(
                "only root can see the packet filter's rules",
                $"sudo farlink doctor -c {context.Subject.ConfigPath} --only wifi.firewall");
        }

        if (context.Host.Exists(RulesFile) && !chains.Exists(chain => chain.Table == FirewallTable))
        {
            return Finding.Fail(
                $"the rules of {RulesFile} are not loaded: devices reach every port of this host",
                $"sudo systemctl enable {FirewallUnit} && sudo systemctl restart {FirewallUnit}");
        }

        (string Protocol, int Port)[] wanted =
        [
            ("udp", 53), ("udp", 67), .. context.Host.Exists(RulesFile) ? [("udp", 123)] : Array.Empty<(string, int)>(),
            .. context.Subject.Listeners.Where(listener => !IPAddress.IsLoopback(listener.Endpoint.Address))
                .Select(listener => ("tcp", listener.Endpoint.Port)),
        ];
        foreach (var chain in chains.Where(chain => IsClosed(chain, point)))
        {
            foreach (var (protocol, port) in wanted)
            {
                if (NftRules.LetsIn(chain, chains, point.Interface, protocol, port)) continue;
                return Finding.Fail(
                    $"the packet filter ({chain.Table}) lets nobody in to {protocol} port {port} on {point.Interface}",
                    chain.Table == FirewallTable
                        ? $"sudo farlink wifi .. --broker-port {port} --apply, with the other options as they were"
                        : $"sudo nft insert rule {chain.Table} {chain.Name} iifname {point.Interface} {protocol} dport {port} "
                            + "accept");
            }
        }

        return Finding.Ok("devices are let in to DHCP, DNS and the broker");
    }

    private static bool IsClosed(NftChain chain, AccessPoint point) =>
        chain.Hook.Contains("hook input", StringComparison.Ordinal) && NftRules.IsClosed(chain, point.Interface);

    /// <summary>The packet filter's chains; null if this user may not see them.</summary>
    private static async Task<List<NftChain>?> ChainsAsync(CheckContext context, CancellationToken cancellationToken) =>
        await context.Host.RunAsync("nft", ["list", "ruleset"], cancellationToken) is { IsGood: true } result
            ? NftRules.Parse(result.Lines) : null;
}
