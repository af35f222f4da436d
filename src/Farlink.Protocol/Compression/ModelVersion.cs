using Farlink.Protocol.Compression.Priming;

namespace Farlink.Protocol.Compression;

/// <summary>
/// What both ends must have in common to understand each other's chunks: the model's version and its size, 16 bits in the
/// settings (docs/protocol.md §6). Every change of a table, a constant, a context or the built-in text makes another version.
/// </summary>
internal static class ModelVersion
{
    /// <summary>Raised by hand with every change of the model that the tables and the built-in text do not show.</summary>
    private const uint Number = 4;

    private const int SizeBits = 3;
    private static readonly Lazy<uint> Hashed = new(Compute);

    /// <summary>Hash of all tables and the built-in text.</summary>
    public static uint OfTables => Hashed.Value;

    /// <summary>What an end tells: 13 bits of version, 3 of size; 0: it does not compress.</summary>
    /// <param name="mebibytes">The largest model it wants, in MiB; 0: none.</param>
    public static ushort Tell(int mebibytes) => ModelSize.AtMost(mebibytes) is not { } size ? (ushort)0
        : (ushort)((OfTables << SizeBits) | SizeCode(size));

    /// <summary>A size in 3 bits: 1 to 5; 0: none.</summary>
    public static byte SizeCode(ModelSize? size) => (byte)(size is { } some ? 32 - int.LeadingZeroCount(some.Mebibytes) : 0);

    /// <summary>Reads <see cref="SizeCode"/>; false if it is more than both ends have.</summary>
    public static bool TryReadSize(byte code, ModelSize? most, out ModelSize? size)
    {
        size = code == 0 || code > SizeCode(most) ? null : ModelSize.AtMost(1 << (code - 1));
        return code <= SizeCode(most);
    }

    /// <summary>The model that two ends have in common; null if they do not compress.</summary>
    /// <param name="own">What one has told.</param>
    /// <param name="other">What the other has told.</param>
    public static ModelSize? Common(ushort own, ushort other)
    {
        if (own >> SizeBits != other >> SizeBits) return null;
        var log2 = Math.Min(own & 7, other & 7) - 1;
        return log2 < 0 ? null : ModelSize.AtMost(1 << log2);
    }

    private static uint Compute()
    {
        var hash = Hash.Add(0, Number);
        foreach (var p in Logistic.Tables.Squash) hash = Hash.Add(hash, p);
        foreach (var x in Logistic.Tables.Stretch) hash = Hash.Add(hash, (ushort)x);
        foreach (var state in BitHistory.Table) hash = Hash.Add(hash, state);
        foreach (var (topic, payload) in PrimedModels.Messages())
        {
            foreach (var octet in topic) hash = Hash.Add(hash, octet);
            foreach (var octet in payload) hash = Hash.Add(hash, octet);
        }

        return hash;
    }
}
