using System.Buffers;
using System.IO.Compression;

namespace Farlink.Simulation.Bench.Codec;

/// <summary>
/// General compressors as a link could use them: one for the whole stream, flushed after each batch, so that the receiver can
/// decode what it has.
/// </summary>
internal static class StreamingPeers
{
    private const int BrotliQuality = 11;
    private const int BrotliWindow = 22;

    /// <summary>
    /// What each sync flush of deflate ends with: an empty stored block. The receiver can add it, so it is not sent (RFC 7692
    /// §7.2.1 does the same).
    /// </summary>
    private static ReadOnlySpan<byte> FlushMarker => [0x00, 0x00, 0xFF, 0xFF];

    /// <summary>The batches by deflate, its strongest level, sync flush, without the marker.</summary>
    public static IEnumerable<byte[]> Deflate(IEnumerable<ReadOnlyMemory<byte>> batches)
    {
        using var coded = new MemoryStream();
        using var deflate = new DeflateStream(coded, CompressionLevel.SmallestSize, leaveOpen: true);
        foreach (var batch in batches)
        {
            deflate.Write(batch.Span);
            deflate.Flush();
            yield return WithoutMarker(Take(coded));
        }
    }

    /// <summary>The batches by brotli, quality 11, window 2^22, flush.</summary>
    public static IEnumerable<byte[]> Brotli(IEnumerable<ReadOnlyMemory<byte>> batches)
    {
        using var coded = new MemoryStream();
        var encoder = new BrotliEncoder(BrotliQuality, BrotliWindow);
        try
        {
            var room = new byte[64 * 1024];
            foreach (var batch in batches)
            {
                for (var rest = batch; !rest.IsEmpty;)
                {
                    var status = encoder.Compress(rest.Span, room, out var used, out var written, isFinalBlock: false);
                    if (status == OperationStatus.InvalidData) throw new InvalidOperationException("Brotli refused its input.");
                    coded.Write(room, 0, written);
                    rest = rest[used..];
                }

                OperationStatus flushed;
                do
                {
                    flushed = encoder.Flush(room, out var written);
                    coded.Write(room, 0, written);
                }
                while (flushed == OperationStatus.DestinationTooSmall);
                yield return Take(coded);
            }
        }
        finally
        {
            encoder.Dispose();
        }
    }

    private static byte[] WithoutMarker(byte[] coded) => coded.AsSpan().EndsWith(FlushMarker)
        ? coded[..^FlushMarker.Length]
        : throw new InvalidOperationException("A flush of deflate did not end with its marker.");

    private static byte[] Take(MemoryStream coded)
    {
        var octets = coded.ToArray();
        coded.SetLength(0);
        return octets;
    }
}
