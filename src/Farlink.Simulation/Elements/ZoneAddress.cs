namespace Farlink.Simulation.Elements;

/// <summary>
/// Where Read and Write work: the zone of parameter 1 and the address of parameter 2, as octets of that zone or slot.
/// </summary>
/// <param name="Zone">Which zone.</param>
/// <param name="Slot">The slot; 0 in other zones.</param>
/// <param name="Offset">The first octet.</param>
/// <param name="Length">4 or 32 octets, as asked.</param>
/// <param name="Kept">How many of them exist: the last block of a slot is not whole.</param>
internal readonly record struct ZoneAddress(int Zone, int Slot, int Offset, int Length, int Kept)
{
    /// <summary>The configuration.</summary>
    public const int Config = 0;

    /// <summary>The OTP zone.</summary>
    public const int Otp = 1;

    /// <summary>The slots.</summary>
    public const int Data = 2;

    /// <summary>Octets of a word.</summary>
    public const int WordLength = 4;

    /// <summary>Octets of a block.</summary>
    public const int BlockLength = 32;

    private const int ZoneMask = 0x03, BlockBit = 0x80, WordMask = 0x07, SlotShift = 3, SlotMask = 0x0F, DataBlockShift = 8;
    private const int BlockShift = 3;

    /// <summary>Whether a word is asked for, not a block.</summary>
    public bool IsWord => Length == WordLength;

    /// <summary>Understands two parameters.</summary>
    /// <param name="mode">Zone in bits 0 and 1, block in bit 7; others must be 0.</param>
    /// <param name="address">Word and block; of a slot, word, slot and block. The word does not count for a block.</param>
    /// <returns>Null if there is no such place.</returns>
    public static ZoneAddress? Parse(int mode, ushort address)
    {
        var zone = mode & ZoneMask;
        if (zone > Data || (mode & ~(ZoneMask | BlockBit)) != 0) return null;
        var isWord = (mode & BlockBit) == 0;
        var slot = zone == Data ? (address >> SlotShift) & SlotMask : 0;
        var block = zone == Data ? address >> DataBlockShift : address >> BlockShift;
        var size = zone switch
        {
            Config => ConfigZone.Length,
            Otp => FactoryConfig.OtpLength,
            _ => DataZone.Size(slot),
        };
        var offset = block * BlockLength + (isWord ? (address & WordMask) * WordLength : 0);
        var length = isWord ? WordLength : BlockLength;
        if (offset >= size || (zone == Data && (address & 0x80) != 0)) return null;
        return new ZoneAddress(zone, slot, offset, length, Math.Min(length, size - offset));
    }
}
