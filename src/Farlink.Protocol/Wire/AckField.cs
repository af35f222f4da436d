using System.Buffers.Binary;

namespace Farlink.Protocol.Wire;

/// <summary>
/// What a receiver has: every chunk below <paramref name="Cum"/> is committed; bit i of <paramref name="Received"/> says that
/// chunk <paramref name="Cum"/> + i is in memory.
/// </summary>
/// <param name="Cum">On the air its low 8 bits.</param>
/// <param name="Received">On the air as few octets as hold its highest set bit, low octet first.</param>
internal readonly record struct AckField(long Cum, ulong Received)
{
    /// <summary>Most octets of the bitmap.</summary>
    public const int MostBitmapOctets = 8;

    /// <summary>Octets of the bitmap.</summary>
    public int BitmapOctets => (64 - System.Numerics.BitOperations.LeadingZeroCount(Received) + 7) / 8;

    /// <summary>Writes the truncated number and the bitmap; returns the octets.</summary>
    public int Write(Span<byte> to)
    {
        to[0] = (byte)Cum;
        Span<byte> bitmap = stackalloc byte[MostBitmapOctets];
        BinaryPrimitives.WriteUInt64LittleEndian(bitmap, Received);
        bitmap[..BitmapOctets].CopyTo(to[1..]);
        return 1 + BitmapOctets;
    }

    /// <summary>
    /// Reads all octets as a truncated number and a bitmap; <paramref name="expected"/> is the chunk nearest to which the number
    /// lies. False for no octet, more than 9 or a bitmap that is not as short as it can be.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> octets, long expected, out AckField field)
    {
        field = default;
        if (octets.Length is 0 or > 1 + MostBitmapOctets || (octets.Length > 1 && octets[^1] == 0)) return false;
        Span<byte> bitmap = stackalloc byte[MostBitmapOctets];
        octets[1..].CopyTo(bitmap);
        field = new AckField(
            SequenceWindow.Nearest(expected, octets[0], 8), BinaryPrimitives.ReadUInt64LittleEndian(bitmap));
        return true;
    }
}
