namespace Farlink.Protocol.Wire;

/// <summary>
/// A receiver cannot go on with the peer's stream and asks for another epoch: 7 octets (docs/protocol.md §6).
/// </summary>
/// <param name="Epoch">The epoch it wants.</param>
/// <param name="Model">Size of its model as in the settings, 1 to 5; 0: it is not to be compressed.</param>
/// <param name="Committed">The highest of the peer's stream ids that is to stay committed.</param>
internal readonly record struct ResetField(byte Epoch, byte Model, long Committed)
{
    /// <summary>Octets on the air.</summary>
    public const int Size = 7;

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> to)
    {
        to[0] = Epoch;
        to[1] = Model;
        Long40.Write(to[2..], Committed);
    }

    /// <summary>Reads it.</summary>
    public static ResetField Parse(ReadOnlySpan<byte> octets) => new(octets[0], octets[1], Long40.Read(octets[2..]));
}
