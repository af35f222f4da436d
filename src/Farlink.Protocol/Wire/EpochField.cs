namespace Farlink.Protocol.Wire;

/// <summary>Another epoch of a stream begins: 11 octets (docs/protocol.md §6).</summary>
/// <param name="Epoch">Its number.</param>
/// <param name="Chunk">Its first chunk.</param>
/// <param name="StreamId">The id of the first message that it completes.</param>
internal readonly record struct EpochField(byte Epoch, long Chunk, long StreamId)
{
    /// <summary>Octets on the air.</summary>
    public const int Size = 11;

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> to)
    {
        to[0] = Epoch;
        Long40.Write(to[1..], Chunk);
        Long40.Write(to[6..], StreamId);
    }

    /// <summary>Reads it.</summary>
    public static EpochField Parse(ReadOnlySpan<byte> octets) =>
        new(octets[0], Long40.Read(octets[1..]), Long40.Read(octets[6..]));
}
