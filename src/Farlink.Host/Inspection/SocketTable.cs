using System.Globalization;
using System.Net;

namespace Farlink.Host.Inspection;

/// <summary>A socket that waits for others.</summary>
/// <param name="Endpoint">Where.</param>
/// <param name="Inode">Which; two rows with the same number are one socket.</param>
internal sealed record ListeningSocket(IPEndPoint Endpoint, long Inode);

/// <summary>Who listens on this host, from /proc/net (proc(5)): any user may read it, and no program is needed.</summary>
internal static class SocketTable
{
    private const string TcpListening = "0A", UdpUnconnected = "07";

    /// <summary>TCP sockets that listen, IPv4 and IPv6.</summary>
    public static List<ListeningSocket> Tcp(HostView host) =>
        [.. Read(host, "/proc/net/tcp", TcpListening), .. Read(host, "/proc/net/tcp6", TcpListening)];

    /// <summary>UDP sockets that are bound and connected to nobody, IPv4 and IPv6.</summary>
    public static List<ListeningSocket> Udp(HostView host) =>
        [.. Read(host, "/proc/net/udp", UdpUnconnected), .. Read(host, "/proc/net/udp6", UdpUnconnected)];

    /// <summary>Whether a socket takes what comes to an address.</summary>
    public static bool Takes(ListeningSocket socket, IPEndPoint endpoint) =>
        socket.Endpoint.Port == endpoint.Port
        && (socket.Endpoint.Address.Equals(endpoint.Address) || IsAny(socket.Endpoint.Address) || IsAny(endpoint.Address));

    /// <summary>Whether an address stands for all of this host.</summary>
    public static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
    private static IEnumerable<ListeningSocket> Read(HostView host, string path, string state)
    {
        const int addressField = 1, stateField = 3, inodeField = 9;
        foreach (var line in host.ReadLines(path).Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length <= inodeField || fields[stateField] != state) continue;
            if (ParseEndpoint(fields[addressField]) is not { } endpoint) continue;
            if (long.TryParse(fields[inodeField], NumberStyles.None, CultureInfo.InvariantCulture, out var inode))
                yield return new ListeningSocket(endpoint, inode);
        }
    }

    /// <summary>Words of 32 bits as this processor keeps them (little-endian on all that run this), then the port.</summary>
    private static IPEndPoint? ParseEndpoint(string text)
    {
        if (text.Split(':') is not [var hex, var portText] || hex.Length is not (8 or 32)) return null;
        if (!ushort.TryParse(portText, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var port)) return null;
        byte[] octets;
        try
        {
            octets = Convert.FromHexString(hex);
        }
        catch (FormatException)
        {
            return null;
        }

        for (var word = 0; word < octets.Length; word += 4) octets.AsSpan(word, 4).Reverse();
        var address = new IPAddress(octets);
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port);
    }
}
