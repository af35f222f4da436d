namespace Farlink.Protocol.Wire;

/// <summary>
/// The clear, authenticated beginning of a protected frame: 3 octets, 6 with a long number (docs/protocol.md §2).
/// </summary>
/// <param name="Kind">What follows.</param>
/// <param name="Generation">Parity of the key: flips at every change.</param>
/// <param name="IsLong">Whether 32 bits of the number are on the air instead of 8.</param>
/// <param name="Left">When an answer is due: see <see cref="Turn"/>.</param>
/// <param name="LinkId">The link, given by the base.</param>
/// <param name="TruncatedNumber">The low 8 or 32 bits of the number.</param>
internal readonly record struct FrameHead(
    FrameKind Kind, bool Generation, bool IsLong, int Left, byte LinkId, uint TruncatedNumber)
{
    /// <summary>Octets of a head with a short number.</summary>
    public const int ShortSize = 3;

    /// <summary>Octets of a head with a long number.</summary>
    public const int LongSize = 6;

    /// <summary>Octets of the tag at the end of a frame.</summary>
    public const int TagSize = 8;

    private const int KindShift = 6;
    private const int GenerationBit = 0x20;
    private const int LongBit = 0x10;
    private const int LeftMask = 0x0F;

    /// <summary>Octets of this head.</summary>
    public int Size => IsLong ? LongSize : ShortSize;

    /// <summary>Bits of the number on the air.</summary>
    public int NumberBits => IsLong ? 32 : 8;

    /// <summary>Reads a head; false if the frame cannot hold it and a tag, or is a handshake.</summary>
    public static bool TryParse(ReadOnlySpan<byte> frame, out FrameHead head)
    {
        head = default;
        if (frame.Length < ShortSize + TagSize) return false;
        var kind = (FrameKind)(frame[0] >> KindShift);
        var isLong = (frame[0] & LongBit) != 0;
        if (kind == FrameKind.Handshake || (isLong && frame.Length < LongSize + TagSize)) return false;

        // A fresh chunk stays inside the receiver's window, so its short number is never ambiguous: a long one is not ours.
        if (kind == FrameKind.Fresh && isLong) return false;
        uint number = frame[2];
        for (var i = ShortSize; isLong && i < LongSize; i++) number = (number << 8) | frame[i];
        head = new FrameHead(kind, (frame[0] & GenerationBit) != 0, isLong, frame[0] & LeftMask, frame[1], number);
        return true;
    }

    /// <summary>Writes the head; the number is truncated here.</summary>
    public void Write(Span<byte> frame)
    {
        frame[0] = (byte)(((int)Kind << KindShift) | (Generation ? GenerationBit : 0) | (IsLong ? LongBit : 0) | Left);
        frame[1] = LinkId;
        if (!IsLong)
        {
            frame[2] = (byte)TruncatedNumber;
            return;
        }

        for (var i = 0; i < 4; i++) frame[2 + i] = (byte)(TruncatedNumber >> (24 - (8 * i)));
    }
}
