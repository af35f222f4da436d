using System.Buffers.Binary;
using System.Net.Sockets;

namespace Farlink.Radios.RadioHeadEther;

/// <summary>One TCP connection of the ether simulator protocol, either end. One reader and any number of writers.</summary>
public sealed class EtherConnection : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly SemaphoreSlim _oneWriter = new(1, 1);

    /// <summary>Takes over a connected socket.</summary>
    public EtherConnection(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.NoDelay = true;
        Peer = socket.RemoteEndPoint?.ToString() ?? "unknown";
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>The peer's address, for messages.</summary>
    public string Peer { get; }

    /// <summary>Reads the next message; null when the peer has closed.</summary>
    /// <exception cref="InvalidDataException">The peer does not speak this protocol: a length of 0 or over the limit.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public ValueTask<EtherMessage?> ReadAsync(CancellationToken cancellationToken) => ReadAsync(_stream, Peer, cancellationToken);

    /// <summary>Reads the next message from a stream; null at its end.</summary>
    /// <inheritdoc cref="ReadAsync(CancellationToken)"/>
    public static async ValueTask<EtherMessage?> ReadAsync(Stream stream, string peer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var length = new byte[EtherMessage.LengthOctets];
        if (await stream.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false, cancellationToken) < length.Length)
            return null;

        var octets = BinaryPrimitives.ReadUInt32BigEndian(length);
        if (octets is 0 or > 1 + EtherMessage.MostBodyOctets)
            throw new InvalidDataException(
                $"{peer} announced {octets} octets; an ether message has 1 to {1 + EtherMessage.MostBodyOctets}.");

        var message = new byte[octets];
        if (await stream.ReadAtLeastAsync(message, message.Length, throwOnEndOfStream: false, cancellationToken)
            < message.Length)
            return null;
        return new EtherMessage((EtherMessageType)message[0], message.AsMemory(1));
    }

    /// <summary>Writes a message in one piece.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask WriteAsync(EtherMessage message, CancellationToken cancellationToken)
    {
        await _oneWriter.WaitAsync(cancellationToken);
        try
        {
            await _stream.WriteAsync(message.ToArray(), cancellationToken);
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _stream.Dispose();
}
