using System.IO.Pipelines;
using System.Net.Sockets;
using System.Buffers;

namespace Farlink.Radios.Ether;

/// <summary>Lines over TCP, either end. One reader and any number of writers.</summary>
public sealed class LineConnection : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly PipeReader _reader;
    private readonly SemaphoreSlim _oneWriter = new(1, 1);

    /// <summary>Takes over a connected socket.</summary>
    public LineConnection(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Peer = socket.RemoteEndPoint?.ToString() ?? "unknown";
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = PipeReader.Create(_stream, new StreamPipeReaderOptions(leaveOpen: true));
    }

    /// <summary>The peer's address, for messages.</summary>
    public string Peer { get; }

    /// <summary>The next line; null when the peer has closed.</summary>
    /// <exception cref="InvalidDataException">A line is longer than <see cref="EtherLine.MostOctets"/>.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end).ToArray();
                _reader.AdvanceTo(buffer.GetPosition(1, end));
                if (line.Length > EtherLine.MostOctets) throw TooLong();
                return line;
            }

            if (buffer.Length > EtherLine.MostOctets) throw TooLong();
            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) return null;
        }
    }

    /// <summary>Writes a line in one piece.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        await _oneWriter.WaitAsync(cancellationToken);
        try
        {
            await _stream.WriteAsync(line, cancellationToken);
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _stream.Dispose();

    private InvalidDataException TooLong() => new($"{Peer} sent a line of more than {EtherLine.MostOctets} octets");
}
