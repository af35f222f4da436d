using System.Runtime.InteropServices;

namespace Farlink.Simulation.Bench.Codec;

/// <summary>
/// zstd as a link could use it: level 19, one frame for the whole stream, flushed after each batch, by the library of the system
/// (zstd.h, "Streaming compression": ZSTD_compressStream2 with ZSTD_e_flush).
/// </summary>
internal static partial class ZstdStream
{
    private const string Library = "libzstd.so.1";
    private const int CompressionLevel = 100, Level = 19, Flush = 1;

    /// <summary>Whether the library is there.</summary>
    public static bool IsThere { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>The batches.</summary>
    public static IEnumerable<byte[]> Code(IEnumerable<ReadOnlyMemory<byte>> batches)
    {
        var stream = CreateContext();
        try
        {
            Check(SetParameter(stream, CompressionLevel, Level));
            var room = new byte[256 * 1024];
            foreach (var batch in batches) yield return Code(stream, batch, room);
        }
        finally
        {
            FreeContext(stream);
        }
    }

    private static byte[] Code(nint stream, ReadOnlyMemory<byte> batch, byte[] room)
    {
        using var input = batch.Pin();
        var output = GCHandle.Alloc(room, GCHandleType.Pinned);
        try
        {
            List<byte> coded = [];
            nuint left, taken = 0;
            do
            {
                var (from, to) = (Buffer.Of(input, batch.Length, taken), Buffer.Of(output, room.Length));
                left = Check(Compress(stream, ref to, ref from, Flush));
                taken = from.Position;
                coded.AddRange(room.AsSpan(0, (int)to.Position));
            }
            while (left > 0 || taken < (nuint)batch.Length);
            return [.. coded];
        }
        finally
        {
            output.Free();
        }
    }

    private static nuint Check(nuint result) => IsError(result) == 0
        ? result : throw new InvalidOperationException($"zstd failed with code {result}.");

    [LibraryImport(Library, EntryPoint = "ZSTD_createCCtx")]
    private static partial nint CreateContext();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeCCtx")]
    private static partial nuint FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "ZSTD_CCtx_setParameter")]
    private static partial nuint SetParameter(nint context, int parameter, int value);

    [LibraryImport(Library, EntryPoint = "ZSTD_compressStream2")]
    private static partial nuint Compress(nint context, ref Buffer output, ref Buffer input, int end);

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint result);

    /// <summary>ZSTD_inBuffer, and ZSTD_outBuffer, which looks alike.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Buffer
    {
        public nint Octets;
        public nuint Size;
        public nuint Position;

        public static unsafe Buffer Of(System.Buffers.MemoryHandle memory, int size, nuint position) =>
            new() { Octets = (nint)memory.Pointer, Size = (nuint)size, Position = position };

        public static Buffer Of(GCHandle memory, int size) =>
            new() { Octets = memory.AddrOfPinnedObject(), Size = (nuint)size };
    }
}
