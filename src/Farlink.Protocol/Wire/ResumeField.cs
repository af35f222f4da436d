using System.Buffers.Binary;

namespace Farlink.Protocol.Wire;

/// <summary>Where both streams go on (docs/protocol.md §6).</summary>
/// <param name="Store">The sender's store id.</param>
/// <param name="PeerStore">The receiver's store id as the sender knows it; 0 if it does not.</param>
/// <param name="Committed">The highest of the receiver's stream ids that the sender committed, in that store.</param>
/// <param name="HasPeers">Whether the sender has the receiver's own resume already.</param>
internal readonly record struct ResumeField(ulong Store, ulong PeerStore, long Committed, bool HasPeers)
{
    /// <summary>Octets: two store ids, and 40 bits whose highest is <see cref="HasPeers"/>.</summary>
    public const int Size = 21;

    /// <summary>The highest stream id: 39 bits, one a millisecond for 17 years.</summary>
    public const long HighestId = (1L << 39) - 1;

    /// <summary>Writes the field.</summary>
    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt64BigEndian(to, Store);
        BinaryPrimitives.WriteUInt64BigEndian(to[8..], PeerStore);
        Long40.Write(to[16..], Committed);
        if (HasPeers) to[16] |= 0x80;
    }

    /// <summary>Reads the field; the span has <see cref="Size"/> octets.</summary>
    public static ResumeField Parse(ReadOnlySpan<byte> octets) => new(
        BinaryPrimitives.ReadUInt64BigEndian(octets),
        BinaryPrimitives.ReadUInt64BigEndian(octets[8..]),
        Long40.Read(octets[16..]) & HighestId,
        (octets[16] & 0x80) != 0);
}
