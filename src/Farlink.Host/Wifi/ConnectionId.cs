using System.Security.Cryptography;
using System.Text;

namespace Farlink.Host.Wifi;

/// <summary>The UUID of the site's connection in NetworkManager: the same for the same network, so that it is replaced.</summary>
internal static class ConnectionId
{
    /// <summary>Version 8 (RFC 9562 §5.8): the first 16 octets of a SHA-256 over name and interface.</summary>
    public static string Of(AccessPoint point)
    {
        var octets = SHA256.HashData(Encoding.UTF8.GetBytes($"farlink wifi\0{point.Ssid}\0{point.Interface}"))[..16];
        octets[6] = (byte)((octets[6] & 0x0F) | 0x80);
        octets[8] = (byte)((octets[8] & 0x3F) | 0x80);
        return new Guid(octets, bigEndian: true).ToString();
    }
}
