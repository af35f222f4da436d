namespace Farlink.Simulation.Elements;

/// <summary>
/// Lock (17): the configuration, data and OTP, or one slot, for ever. A zone's CRC is compared first unless bit 7 says no.
/// </summary>
internal static class LockCommand
{
    private const int ZoneMask = 0x03, SlotShift = 2, SlotMask = 0x3C, IgnoresCheck = 0x80;
    private const int Config = 0, Data = 1, Slot = 2;

    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        int mode = packet.Parameter1;
        if (packet.Data.Length != 0 || (mode & ~(ZoneMask | SlotMask | IgnoresCheck)) != 0) return Reply.ParseError;
        return (mode & ZoneMask) switch
        {
            Config when (mode & SlotMask) == 0 => LockConfig(chip, packet),
            Data when (mode & SlotMask) == 0 => LockData(chip, packet),
            Slot => LockSlot(chip, (mode & SlotMask) >> SlotShift),
            _ => Reply.ParseError,
        };
    }

    private static byte[] LockConfig(Atecc608State chip, Atecc608Packet packet)
    {
        if (chip.Config.IsLocked || !IsAsExpected(packet, chip.Config.Octets)) return Reply.ExecutionError;
        chip.Config.Lock();
        return Reply.Success;
    }

    private static byte[] LockData(Atecc608State chip, Atecc608Packet packet)
    {
        var isOpen = chip.Config is { IsLocked: true, IsDataLocked: false };
        if (!isOpen || !IsAsExpected(packet, [.. chip.Data.ToArray(), .. chip.Otp])) return Reply.ExecutionError;
        chip.Config.LockData();
        return Reply.Success;
    }

    private static byte[] LockSlot(Atecc608State chip, int slot)
    {
        var isLockable = chip.Config.IsLocked && chip.Config.Key(slot).IsLockable && !chip.Config.IsSlotLocked(slot);
        if (!isLockable) return Reply.ExecutionError;
        chip.Config.LockSlot(slot);
        return Reply.Success;
    }

    private static bool IsAsExpected(Atecc608Packet packet, ReadOnlySpan<byte> zone) =>
        (packet.Parameter1 & IgnoresCheck) != 0 || packet.Parameter2 == AteccCrc16.Compute(zone);
}
