using System.Buffers.Binary;

namespace Farlink.Protocol.Wire;

/// <summary>The text of a stream so far, for the peer to compare: 3 octets (docs/protocol.md §4).</summary>
/// <param name="Chunk">Low 8 bits of the number of the first chunk after it.</param>
/// <param name="Hash">16 bits of its hash.</param>
internal readonly record struct CheckField(byte Chunk, ushort Hash)
{
    /// <summary>Octets on the air.</summary>
    public const int Size = 3;

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> to)
    {
        to[0] = Chunk;
        BinaryPrimitives.WriteUInt16BigEndian(to[1..], Hash);
    }

    /// <summary>Reads it.</summary>
    public static CheckField Parse(ReadOnlySpan<byte> octets) =>
        new(octets[0], BinaryPrimitives.ReadUInt16BigEndian(octets[1..]));
}
