using System.Buffers.Binary;

namespace Farlink.Storage;

/// <summary>
/// Looks for damage that SQLite takes for an empty file or the end of its log, and puts damaged files out of the way, so that
/// what
/// is in them can be saved and nothing is silently begun anew.
/// </summary>
internal static class DamagedFiles
{
    private static readonly string[] Parts = ["", "-wal", "-shm"];

    /// <summary>Files that were set aside here before.</summary>
    public static IReadOnlyList<string> Of(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, Path.GetFileName(path) + ".damaged-*").Where(IsStore).Order(StringComparer.Ordinal)]
                : [];
    }

    /// <summary>What is wrong with a store that exists, or null; the rest SQLite finds itself.</summary>
    public static string? Inspect(string path)
    {
        if (new FileInfo(path).Length == 0) return "it is empty";
        var log = $"{path}-wal";
        return File.Exists(log) ? WriteAheadLog.Inspect(log) : null;
    }

    /// <summary>Renames a damaged store; says where it is and what to do.</summary>
    public static StoreException SetAside(string path, string why, Exception cause)
    {
        var number = 1;
        while (File.Exists($"{path}.damaged-{number}")) number++;
        var aside = $"{path}.damaged-{number}";
        foreach (var part in Parts)
            if (File.Exists(path + part)) File.Move(path + part, aside + part);
        return new StoreException(
            $"{path} is damaged ({why}). It was renamed to {aside}; messages that waited in it are there and nowhere"
            + " else. Check the storage, then start again: farlink begins with an empty store, tells the other end, and sends"
            + " nothing for the hour of which it does not know the airtime.",
            cause);
    }

    private static bool IsStore(string file) => !file.EndsWith("-wal", StringComparison.Ordinal)
        && !file.EndsWith("-shm", StringComparison.Ordinal);

    /// <summary>SQLite's log, as its file format document (chapter 4) has it.</summary>
    private static class WriteAheadLog
    {
        private const int HeaderOctets = 32, FrameHeaderOctets = 24;
        private const uint LittleEndianMagic = 0x377F0682, BigEndianMagic = 0x377F0683;

        /// <summary>
        /// SQLite takes the first frame whose checksum is wrong for the end of the log. At a loss of power that is right: the
        /// last
        /// transaction was not flushed. If more than one commit lies behind it, it is not: those were flushed one after the
        /// other.
        /// </summary>
        public static string? Inspect(string log)
        {
            using var stream = File.OpenRead(log);
            var header = new byte[HeaderOctets];
            if (stream.ReadAtLeast(header, HeaderOctets, throwOnEndOfStream: false) < HeaderOctets) return null;
            var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (magic is not (LittleEndianMagic or BigEndianMagic)) return "the head of its log is unreadable";
            var isBig = magic == BigEndianMagic;
            var sums = Sum(header.AsSpan(0, 24), (0, 0), isBig);
            if (sums != (Word(header, 24), Word(header, 28))) return "the head of its log is changed";
            var pageOctets = (int)Word(header, 8);
            if (pageOctets is < 512 or > 65_536) return "the head of its log is unreadable";
            return InspectFrames(stream, header[16..24], pageOctets, sums, isBig);
        }

        private static string? InspectFrames(
            FileStream stream, byte[] salts, int pageOctets, (uint First, uint Second) sums, bool isBig)
        {
            var frame = new byte[FrameHeaderOctets + pageOctets];
            var isGood = true;
            var commitsBehind = 0;
            while (stream.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
            {
                // Frames of an earlier use of the file have other salts.
                if (!frame.AsSpan(8, 8).SequenceEqual(salts))
                {
                    isGood = false;
                    continue;
                }

                if (isGood)
                {
                    sums = Sum(frame.AsSpan(0, 8), sums, isBig);
                    sums = Sum(frame.AsSpan(FrameHeaderOctets), sums, isBig);
                    isGood = sums == (Word(frame, 16), Word(frame, 20));
                }

                if (!isGood && Word(frame, 4) > 0) commitsBehind++;
            }

            return commitsBehind > 1 ? $"its log is changed in the middle, with {commitsBehind} commits behind it" : null;
        }

        private static uint Read(ReadOnlySpan<byte> octets, bool isBig) => isBig
            ? BinaryPrimitives.ReadUInt32BigEndian(octets) : BinaryPrimitives.ReadUInt32LittleEndian(octets);

        private static uint Word(byte[] octets, int at) => BinaryPrimitives.ReadUInt32BigEndian(octets.AsSpan(at));

        private static (uint, uint) Sum(ReadOnlySpan<byte> octets, (uint First, uint Second) sums, bool isBig)
        {
            var (first, second) = sums;
            for (var i = 0; i < octets.Length; i += 8)
            {
                unchecked
                {
                    first += Read(octets[i..], isBig) + second;
                    second += Read(octets[(i + 4)..], isBig) + first;
                }
            }

            return (first, second);
        }
    }
}
