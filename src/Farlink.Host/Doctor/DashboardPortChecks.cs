using System.Net;
using System.Net.Sockets;
using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>The address and port that the dashboard listens on. Where it cannot, the service runs without it.</summary>
internal static class DashboardPortChecks
{
    private const string Option = "--dashboard";

    public static IReadOnlyList<Check> All { get; } =
    [
        new("dashboard.address", "The dashboard's address is this host's", "[dashboard] listen; ip -4 addr",
            "ip -4 addr; then in farlink.toml: listen in [dashboard]", AddressAsync),
        new("dashboard.port", "The dashboard's port is its own", "/proc/net/tcp and tcp6", "sudo ss -ltnp 'sport = :8080'",
            PortAsync),
    ];

    private static Finding None => Finding.Skip("there is no dashboard: [dashboard] has no listen");

    private static async Task<Finding> AddressAsync(CheckContext context, CancellationToken cancellationToken)
    {
        if (context.Subject.Dashboard is not { } listen) return None;
        if (IPAddress.IsLoopback(listen.Address)) return Finding.Ok($"{listen.Address}, for this host alone");
        if (SocketTable.IsAny(listen.Address)) return Finding.Ok("all addresses of this host");
        if (listen.AddressFamily != AddressFamily.InterNetwork) return Finding.Skip($"{listen.Address} is none of IPv4");
        if (await AddressTable.ReadAsync(context.Host, cancellationToken) is not { } addresses)
            return Finding.Skip("ip is not installed", "sudo apt install iproute2");
        if (addresses.Exists(own => own.Address.Equals(listen.Address))) return Finding.Ok($"{listen.Address}");
        var point = await context.AccessPointAsync(cancellationToken);
        return Finding.Fail(
            $"the dashboard is to listen on {listen.Address}, which is no address of this host: nobody can look at it there",
            point is not null && point.Address.Equals(listen.Address)
                ? point.Restart : $"ip -4 addr; then in {context.Subject.ConfigPath}: listen in [dashboard]");
    }

    private static async Task<Finding> PortAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var (subject, other) = (context.Subject, $"in {context.Subject.ConfigPath}: another port in listen of [dashboard]");
        if (subject.Dashboard is not { } listen) return None;
        if (listen.Port == 0) return Finding.Ok("a free one at each start, which the log of the service tells");
        if (subject.Listeners.Any(broker => SocketTable.Takes(new ListeningSocket(broker.Endpoint, 0), listen)))
            return Finding.Fail($"{listen} is the broker's too: the service runs without its dashboard", other);
        var isTaken = SocketTable.Tcp(context.Host).Exists(socket => SocketTable.Takes(socket, listen));
        if (await context.ServiceAsync(cancellationToken) is not { } service)
        {
            return isTaken
                ? Finding.Fail(
                    $"{listen} is taken by another program: the service runs without its dashboard",
                    $"sudo ss -ltnp 'sport = :{listen.Port}'\n{other}")
                : Finding.Ok($"{listen}: free for the dashboard");
        }

        if (isTaken) return Finding.Ok($"{listen}: the service listens");
        return Given(context.Host, service) is { } place
            ? Finding.Skip($"the service (process {service}) was started with {Option} {place}, which counts more")
            : Finding.Fail(
                $"the service runs (process {service}), and nobody listens on {listen}",
                $"journalctl -u {subject.Unit} -n 50 --no-pager\nsudo systemctl restart {subject.Unit}");
    }

    /// <summary>The address that the command line of a service gives; null if it gives none.</summary>
    private static string? Given(HostView host, int service)
    {
        var words = Processes.Words(host, $"{service}");
        var at = Array.IndexOf(words, Option);
        return at >= 0 && at + 1 < words.Length ? words[at + 1] : null;
    }
}
