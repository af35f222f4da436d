using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Farlink.EndToEnd.Tests;

/// <summary>
/// Ports for programs that must listen where others look for them, and again after a restart. They lie below those that the
/// kernel gives to connections that go out (ip_local_port_range, from 32768 on): one of these may be taken between the look and
/// the start.
/// </summary>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int End = 32_000;
    private static readonly ConcurrentDictionary<int, byte> Given = new();

    /// <summary>A port of this host that is free, and that no test of this process has.</summary>
    public static int Take(SocketType type, ProtocolType protocol)
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            if (!Given.TryAdd(port, 0)) continue;
            using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Any, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody's: another.
            }
        }
    }
}
