using System.Net;
using System.Net.Sockets;

namespace Farlink.Configuration;

/// <summary>
/// IP addresses as people write them. The framework also takes 1.2.3 for 1.2.0.3 and 0x7f.1 for 127.0.0.1: more likely a slip
/// than meant.
/// </summary>
internal static class AddressText
{
    public static bool TryParse(string text, out IPAddress address)
    {
        if (!IPAddress.TryParse(text, out address!)) return false;
        return address.AddressFamily != AddressFamily.InterNetwork || address.ToString() == text;
    }

    /// <summary>An address and a port: 192.168.2.1:8883, [::1]:8883.</summary>
    public static bool TryParseEndpoint(string text, out IPEndPoint endpoint)
    {
        endpoint = new IPEndPoint(IPAddress.Loopback, 0);
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !ushort.TryParse(text.AsSpan(colon + 1), out var port)) return false;
        var host = text[..colon];
        var isBracketed = host.StartsWith('[') && host.EndsWith(']');
        if (!TryParse(isBracketed ? host[1..^1] : host, out var address)) return false;
        if (isBracketed != (address.AddressFamily == AddressFamily.InterNetworkV6)) return false;
        endpoint = new IPEndPoint(address, port);
        return true;
    }
}
