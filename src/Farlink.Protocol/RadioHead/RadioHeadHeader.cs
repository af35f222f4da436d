namespace Farlink.Protocol.RadioHead;

/// <summary>
/// The four octets before every RadioHead payload: TO, FROM, ID, FLAGS. No length, no version, no authentication.
/// </summary>
/// <param name="To">Address of the receiver; <see cref="Broadcast"/> for all.</param>
/// <param name="From">Address of the sender.</param>
/// <param name="Id">Sequence number of a reliable sender, from 1 after its start; 0 from a plain one.</param>
/// <param name="Flags">Bit 7 acknowledgement, bit 6 repeat, bits 3..0 for the application.</param>
public readonly record struct RadioHeadHeader(byte To, byte From, byte Id, byte Flags)
{
    /// <summary>Octets on the air.</summary>
    public const int Size = 4;

    /// <summary>The address that means every node; never acknowledged.</summary>
    public const byte Broadcast = 0xFF;

    /// <summary>Flag of an acknowledgement.</summary>
    public const byte AcknowledgementFlag = 0x80;

    /// <summary>Flag of a repeat; drivers before 1.7x never set it.</summary>
    public const byte RetryFlag = 0x40;

    /// <summary>Whether this is an acknowledgement.</summary>
    public bool IsAcknowledgement => (Flags & AcknowledgementFlag) != 0;

    /// <summary>Whether the sender says it sends this again.</summary>
    public bool IsRetry => (Flags & RetryFlag) != 0;

    /// <summary>Reads the header of a frame; false if the frame is shorter than <see cref="Size"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> frame, out RadioHeadHeader header)
    {
        header = default;
        if (frame.Length < Size) return false;
        header = new RadioHeadHeader(frame[0], frame[1], frame[2], frame[3]);
        return true;
    }

    /// <summary>Writes the header into the first <see cref="Size"/> octets.</summary>
    /// <exception cref="ArgumentException">Fewer than <see cref="Size"/> octets of room.</exception>
    public void Write(Span<byte> destination)
    {
        if (destination.Length < Size) throw new ArgumentException("A RadioHead header needs 4 octets.", nameof(destination));
        destination[0] = To;
        destination[1] = From;
        destination[2] = Id;
        destination[3] = Flags;
    }
}
