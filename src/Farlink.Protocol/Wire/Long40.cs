using System.Buffers.Binary;

namespace Farlink.Protocol.Wire;

/// <summary>A number of 40 bits, big-endian.</summary>
internal static class Long40
{
    public static void Write(Span<byte> to, long number)
    {
        to[0] = (byte)(number >> 32);
        BinaryPrimitives.WriteUInt32BigEndian(to[1..], (uint)number);
    }

    public static long Read(ReadOnlySpan<byte> octets) =>
        ((long)octets[0] << 32) | BinaryPrimitives.ReadUInt32BigEndian(octets[1..]);
}
