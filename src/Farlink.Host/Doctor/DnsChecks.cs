using System.Net;
using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>DNS: whether devices find the broker by its name, and no question for it leaves the site.</summary>
internal static class DnsChecks
{
    private const int Port = 53;

    public static IReadOnlyList<Check> All { get; } =
    [
        new("dns.port", "dnsmasq has port 53 of the access point", "UDP port 53 in /proc/net/udp",
            "sudo ss -ulpn 'sport = :53'", WifiChecks.With((context, point, _) => Task.FromResult(Listener(context, point)))),
        new("dns.answer", "The broker's name leads here", "a question for its A record to the access point's address",
            "echo 'host-record=mqtt.com,192.168.2.1' | sudo tee -a /etc/NetworkManager/dnsmasq-shared.d/farlink.conf",
            WifiChecks.With(AnswerAsync)),
        new("dns.leak", "No question for that name goes to the Internet", "a question for its AAAA record",
            "echo 'local=/mqtt.com/' | sudo tee -a /etc/NetworkManager/dnsmasq-shared.d/farlink.conf",
            WifiChecks.With(LeakAsync)),
    ];

    private static Finding Listener(CheckContext context, AccessPoint point)
    {
        var sockets = SocketTable.Udp(context.Host).Where(socket => socket.Endpoint.Port == Port).ToList();
        if (sockets.Exists(socket => socket.Endpoint.Address.Equals(point.Address)))
            return Finding.Ok($"{point.Address}:{Port} is taken by the access point's server");
        return sockets.Exists(socket => SocketTable.IsAny(socket.Endpoint.Address))
            ? Finding.Fail(
                $"another program has port {Port} on all addresses, so the access point's server has none",
                $"sudo ss -ulpn 'sport = :{Port}'; sudo systemctl disable --now dnsmasq; {point.Restart}")
            : Finding.Fail($"nobody listens on {point.Address}:{Port}: devices find no name", point.Restart);
    }

    private static async Task<Finding> AnswerAsync(CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        var name = context.Subject.BrokerName;
        if (await AskAsync(context, point, DnsQuery.A, cancellationToken) is not { } answer)
            return Finding.Fail($"{point.Address} does not answer questions for names", point.Restart);
        if (answer.Addresses.Contains(point.Address)) return Finding.Ok($"{name} is {point.Address}");
        var found = answer.Addresses.Count > 0 ? string.Join(", ", answer.Addresses) : $"nothing ({answer.CodeName})";
        return Finding.Fail(
            $"{name} is {found}, not {point.Address}", Write(point, $"host-record={name},{point.Address}"));
    }

    private static async Task<Finding> LeakAsync(CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        var name = context.Subject.BrokerName;
        if (await AskAsync(context, point, DnsQuery.Aaaa, cancellationToken) is not { } answer)
            return Finding.Skip($"{point.Address} does not answer: see dns.answer");
        if (answer.Addresses.Count > 0)
        {
            return Finding.Fail(
                $"the IPv6 address of {name} is asked of the Internet: {string.Join(", ", answer.Addresses)}",
                Write(point, $"local=/{name}/"));
        }

        return answer.Code == 0
            ? Finding.Ok($"{name} has no IPv6 address, and is not asked for elsewhere")
            : Finding.Warn($"asked for the IPv6 address of {name}, it says {answer.CodeName}", Write(point, $"local=/{name}/"));
    }

    private static Task<DnsAnswer?> AskAsync(
        CheckContext context, AccessPoint point, int type, CancellationToken cancellationToken) => DnsQuery.AskAsync(
            new IPEndPoint(point.Address, context.DnsPort), context.Subject.BrokerName, type, context.Time, cancellationToken);

    private static string Write(AccessPoint point, string line) =>
        $"echo '{line}' | sudo tee -a {point.DnsmasqFolder}/farlink.conf && {point.Restart}";
}
