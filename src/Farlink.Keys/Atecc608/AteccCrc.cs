namespace Farlink.Keys.Atecc608;

/// <summary>
/// CRC-16 of the chip's packets: polynomial 0x8005, begins with 0, bits of an octet from the lowest, sent low octet first
/// (ATECC608 data sheet, "I/O Groups").
/// </summary>
internal static class AteccCrc
{
    private const int Polynomial = 0x8005;

    /// <summary>Of octets from count to the last of the data.</summary>
    public static ushort Of(ReadOnlySpan<byte> octets)
    {
        var crc = 0;
        foreach (var octet in octets)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var isSet = ((octet >> bit) & 1) != (crc >> 15);
                crc = (crc << 1) & 0xFFFF;
                if (isSet) crc ^= Polynomial;
            }
        }

        return (ushort)crc;
    }
}
