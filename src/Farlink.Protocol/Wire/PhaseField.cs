using System.Buffers.Binary;

namespace Farlink.Protocol.Wire;

/// <summary>The time slot that the base gives a site for gathered traffic.</summary>
/// <param name="Period">Time between two slots, in milliseconds, up to 16,777,215; 0: none is assigned.</param>
/// <param name="UntilNext">From the end of this frame to the next slot, in milliseconds.</param>
internal readonly record struct PhaseField(int Period, int UntilNext)
{
    /// <summary>Octets of the field.</summary>
    public const int Size = 6;

    /// <summary>Writes the field.</summary>
    public void Write(Span<byte> to)
    {
        Write24(to, Period);
        Write24(to[3..], UntilNext);
    }

    /// <summary>Reads the field.</summary>
    public static PhaseField Parse(ReadOnlySpan<byte> octets) => new(Read24(octets), Read24(octets[3..]));

    private static void Write24(Span<byte> to, int value)
    {
        to[0] = (byte)(value >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(to[1..], (ushort)value);
    }

    private static int Read24(ReadOnlySpan<byte> from) => (from[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(from[1..]);
}
