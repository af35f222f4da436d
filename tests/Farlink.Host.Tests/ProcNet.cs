using System.Globalization;
using System.Net;
using System.Text;

namespace Farlink.Host.Tests;

/// <summary>Tables as the kernel prints them in /proc/net.</summary>
internal static class ProcNet
{
    public static string Udp(params (string Address, int Port, long Inode)[] sockets) => Table("07", sockets);

    public static string Tcp(params (string Address, int Port, long Inode)[] sockets) => Table("0A", sockets);

    public static string Route(params (string Interface, string Destination, string Mask)[] routes)
    {
        var text = new StringBuilder("Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n");
        foreach (var (name, destination, mask) in routes)
            text.Append(CultureInfo.InvariantCulture, $"{name}\t{destination}\t00000000\t0001\t0\t0\t100\t{mask}\t0\t0\t0\n");
        return text.ToString();
    }

    private static string Table(string state, (string Address, int Port, long Inode)[] sockets)
    {
        var text = new StringBuilder(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n");
        foreach (var (address, port, inode) in sockets)
        {
            var octets = IPAddress.Parse(address).GetAddressBytes();
            Array.Reverse(octets);
            text.Append(
                CultureInfo.InvariantCulture,
                $"   0: {Convert.ToHexString(octets)}:{port:X4} 00000000:0000 {state} 00000000:00000000 00:00000000 00000000 "
                + $"    0        0 {inode} 1 0000000000000000 100 0 0 10 0\n");
        }

        return text.ToString();
    }
}
