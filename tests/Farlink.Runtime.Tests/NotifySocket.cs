using System.Net.Sockets;
using System.Text;

namespace Farlink.Runtime.Tests;

/// <summary>What systemd listens on: a Unix datagram socket, at a path or with an abstract name.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    /// <param name="address">As NOTIFY_SOCKET has it.</param>
    public NotifySocket(string address)
    {
        Address = address;
        _socket.Bind(new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address));
    }

    public string Address { get; }

    /// <summary>Everything that has come; datagrams of a Unix socket are there when they were sent.</summary>
    public IReadOnlyList<string> Take()
    {
        List<string> words = [];
        var octets = new byte[4096];
        while (_socket.Available > 0) words.Add(Encoding.UTF8.GetString(octets, 0, _socket.Receive(octets)));
        return words;
    }

    public void Dispose() => _socket.Dispose();
}
