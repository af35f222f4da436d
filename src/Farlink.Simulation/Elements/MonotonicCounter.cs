using System.Buffers.Binary;
using System.Numerics;

namespace Farlink.Simulation.Elements;

/// <summary>
/// A counter as its eight octets of the configuration hold it, made so that no failing write can lose a count: two rows of 16
/// bits, of which each count clears one, and for each row how often it was cleared. The second row is half a turn behind.
/// FF FF FF FF 00 00 00 00 is 0; a real chip's 00 07 00 00 00 01 00 00 is 45.
/// </summary>
internal static class MonotonicCounter
{
    /// <summary>Octets of a counter.</summary>
    public const int Length = 8;

    /// <summary>The highest count: 2^21 - 1.</summary>
    public const int Maximum = 2_097_151;

    private const int Row = 16, Turn = 2 * Row, SecondRow = 2, FirstTurns = 4, SecondTurns = 6;

    /// <summary>The count that eight octets hold.</summary>
    public static int Read(ReadOnlySpan<byte> octets)
    {
        var first = Cleared(octets);
        return first < Row
            ? BinaryPrimitives.ReadUInt16BigEndian(octets[FirstTurns..]) * Turn + first
            : BinaryPrimitives.ReadUInt16BigEndian(octets[SecondTurns..]) * Turn + Row + Cleared(octets[SecondRow..]);
    }

    /// <summary>Writes a count.</summary>
    /// <param name="octets">Where to.</param>
    /// <param name="count">0 to <see cref="Maximum"/>.</param>
    public static void Write(Span<byte> octets, int count)
    {
        var behind = Math.Max(0, count - Row);
        BinaryPrimitives.WriteUInt16BigEndian(octets, Bits(count));
        BinaryPrimitives.WriteUInt16BigEndian(octets[SecondRow..], Bits(behind));
        BinaryPrimitives.WriteUInt16BigEndian(octets[FirstTurns..], (ushort)(count / Turn));
        BinaryPrimitives.WriteUInt16BigEndian(octets[SecondTurns..], (ushort)(behind / Turn));
    }

    private static int Cleared(ReadOnlySpan<byte> row) =>
        Row - BitOperations.PopCount(BinaryPrimitives.ReadUInt16BigEndian(row));

    private static ushort Bits(int count) => (ushort)(ushort.MaxValue >> Math.Min(Row, count % Turn));
}
