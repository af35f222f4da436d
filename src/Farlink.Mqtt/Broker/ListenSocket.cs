using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// Sockets that listen at once on an address that this host does not have yet, and again after it was away: the address of an
/// access point comes seconds after the service, and goes with the radio.
/// </summary>
public static class ListenSocket
{
    // ip(7), ipv6(7): IP_FREEBIND, IPV6_FREEBIND. No privilege is needed.
    private const int IpLevel = 0;
    private const int IpFreeBind = 15;
    private const int Ipv6Level = 41;
    private const int Ipv6FreeBind = 78;

    private static readonly byte[] On = [1, 0, 0, 0];

    /// <summary>Makes one, bound and not yet listening.</summary>
    /// <param name="endpoint">Address and port; port 0 takes a free one.</param>
    /// <exception cref="SocketException">The port is taken or not ours; <see cref="Why"/> says it in words.</exception>
    public static Socket Bind(EndPoint endpoint)
    {
        if (!OperatingSystem.IsLinux() || endpoint is not IPEndPoint { Address: var address } || IsEverywhere(address))
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6) socket.SetRawSocketOption(Ipv6Level, Ipv6FreeBind, On);
            else socket.SetRawSocketOption(IpLevel, IpFreeBind, On);
            socket.Bind(endpoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Those at which nobody can connect: the address is none of this host's now.</summary>
    /// <param name="endpoints">Where something listens.</param>
    /// <returns>None where the host cannot be asked: it has no descriptors left, for example.</returns>
    public static IReadOnlyList<IPEndPoint> Unreachable(IEnumerable<IPEndPoint> endpoints)
    {
        var some = endpoints.Where(endpoint => !IsEverywhere(endpoint.Address)).ToList();
        if (some.Count == 0) return some;
        try
        {
            var mine = NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(one => one.GetIPProperties().UnicastAddresses).Select(one => one.Address).ToList();
            return some.FindAll(endpoint => !mine.Exists(address => IsSame(address, endpoint.Address)));
        }
        catch (Exception failure) when (failure is NetworkInformationException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Why it cannot listen there, and what shows more: "127.0.0.1:1883 is taken by another program: ..".</summary>
    public static string Why(SocketException failure, IPEndPoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(endpoint);
        return failure.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse =>
                $"{endpoint} is taken by another program: sudo ss -ltnp 'sport = :{endpoint.Port}' shows which",
            SocketError.AccessDenied => $"{endpoint} is not for this user: ports below 1024 are root's",
            SocketError.AddressNotAvailable => $"{endpoint.Address} is no address of this host",
            SocketError.AddressFamilyNotSupported => $"{endpoint.Address}: this host has no addresses of that kind",
            _ => $"{endpoint}: {failure.Message}",
        };
    }

    /// <summary>All addresses, or the host's own.</summary>
    private static bool IsEverywhere(IPAddress address) =>
        address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || IPAddress.IsLoopback(address);

    /// <summary>But for the scope of IPv6, the number of an interface.</summary>
    private static bool IsSame(IPAddress one, IPAddress other) =>
        one.GetAddressBytes().AsSpan().SequenceEqual(other.GetAddressBytes());
}
