namespace Farlink.Protocol.Wire;

/// <summary>
/// Unsigned integers, 7 bits an octet, low bits first, the high bit says that more follow; the shortest form only.
/// </summary>
internal static class Varint
{
    /// <summary>Octets of a value.</summary>
    public static int Size(ulong value)
    {
        var size = 1;
        while ((value >>= 7) != 0) size++;
        return size;
    }

    /// <summary>Writes a value and returns its octets.</summary>
    public static int Write(Span<byte> to, ulong value)
    {
        var size = 0;
        while (value >= 0x80)
        {
            to[size++] = (byte)(value | 0x80);
            value >>= 7;
        }

        to[size++] = (byte)value;
        return size;
    }

    /// <summary>
    /// Reads a value and moves past it; false if it is cut off, longer than 63 bits or not in the shortest form.
    /// </summary>
    public static bool TryRead(ref ReadOnlySpan<byte> from, out long value)
    {
        value = 0;
        for (var i = 0; i < from.Length && i < 9; i++)
        {
            value |= (long)(from[i] & 0x7F) << (7 * i);
            if ((from[i] & 0x80) != 0) continue;
            if (i > 0 && from[i] == 0) return false;
            from = from[(i + 1)..];
            return true;
        }

        return false;
    }
}
