using System.Net;
using System.Net.Sockets;
using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>The addresses and ports that the embedded broker listens on.</summary>
internal static class PortChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new("port.address", "The listeners' addresses are this host's", "[[broker.listener]] address; ip -4 addr",
            "sudo nmcli connection up NAME", AddressAsync),
        new("port.listener", "The listeners' ports are the broker's", "/proc/net/tcp and tcp6", "sudo ss -ltnp 'sport = :8883'",
            ListenerAsync),
        new("port.plain", "Nothing without TLS leaves this host or its WiFi", "[[broker.listener]] auth = \"plain\"; ip -4 addr",
            "auth = \"password\" in that [[broker.listener]]", PlainAsync),
    ];

    private static async Task<Finding> AddressAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var wanted = context.Subject.Listeners.Select(listener => listener.Endpoint.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork && !SocketTable.IsAny(address)).ToList();
        if (context.Subject.Listeners.Count == 0) return Finding.Skip("no embedded broker");
        if (wanted.Count == 0) return Finding.Skip("the broker listens on all addresses");
        if (await AddressTable.ReadAsync(context.Host, cancellationToken) is not { } addresses)
            return Finding.Skip("ip is not installed", "sudo apt install iproute2");
        if (wanted.Find(address => !addresses.Exists(own => own.Address.Equals(address))) is not { } missing)
            return Finding.Ok(string.Join(", ", wanted.Distinct()));
        var point = await context.AccessPointAsync(cancellationToken);
        return Finding.Fail(
            $"the broker is to listen on {missing}, which is no address of this host: no device can connect there",
            point is not null && point.Address.Equals(missing) ? point.Restart
                : point is null && context.Subject.IsSite && missing.Equals(WifiCures.UsualAddress) ? WifiCures.SetUp(context)
                : $"ip -4 addr; then in {context.Subject.ConfigPath}: [[broker.listener]] address");
    }

    private static async Task<Finding> ListenerAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var listeners = context.Subject.Listeners;
        if (listeners.Count == 0) return Finding.Skip("no embedded broker");
        var sockets = SocketTable.Tcp(context.Host);
        var service = await context.ServiceAsync(cancellationToken);
        foreach (var endpoint in listeners.Select(listener => listener.Endpoint))
        {
            var isTaken = sockets.Exists(socket => SocketTable.Takes(socket, endpoint));
            if (service is null && isTaken)
            {
                return Finding.Fail(
                    $"{endpoint} is taken by another program: mosquitto?",
                    $"sudo ss -ltnp 'sport = :{endpoint.Port}'; sudo systemctl disable --now mosquitto");
            }

            if (service is not null && !isTaken)
            {
                return Finding.Fail(
                    $"the service runs (process {service}), and nobody listens on {endpoint}",
                    $"journalctl -u {context.Subject.Unit} -n 50 --no-pager");
            }
        }

        var all = string.Join(", ", listeners.Select(listener => $"{listener.Endpoint}"));
        return Finding.Ok(service is null ? $"{all}: free for the broker" : $"{all}: the service listens");
    }

    private static async Task<Finding> PlainAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var plain = context.Subject.Listeners
            .Where(listener => listener.IsPlain && !IPAddress.IsLoopback(listener.Endpoint.Address)).ToList();
        if (plain.Count == 0) return Finding.Ok("every listener that others reach has TLS");
        var point = await context.AccessPointAsync(cancellationToken);
        return plain.Find(listener => point is null || !listener.Endpoint.Address.Equals(point.Address)) is { } open
            ? Finding.Warn(
                $"{open.Endpoint} has no TLS, and is not the WiFi's address: passwords cross that network readable",
                $"in {context.Subject.ConfigPath}: auth = \"password\" in that [[broker.listener]]")
            : Finding.Ok($"without TLS only on the WiFi: {string.Join(", ", plain.Select(listener => $"{listener.Endpoint}"))}");
    }
}
