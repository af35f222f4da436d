namespace Farlink.Simulation.Elements;

/// <summary>
/// Write (12): a word or a block in the clear. Encrypted writes (bit 6), and so every write to a slot whose WriteConfig wants
/// them, need GenDig and are refused as execution errors.
/// </summary>
internal static class WriteCommand
{
    private const int Encrypted = 0x40, MacLength = 32;

    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        var isEncrypted = (packet.Parameter1 & Encrypted) != 0;
        if (ZoneAddress.Parse(packet.Parameter1 & ~Encrypted, packet.Parameter2) is not { } place
            || packet.Data.Length != place.Length + (isEncrypted ? MacLength : 0)) return Reply.ParseError;
        if (isEncrypted || !IsWritable(chip, place)) return Reply.ExecutionError;
        Span<byte> zone = place.Zone switch
        {
            ZoneAddress.Config => chip.Config.Octets,
            ZoneAddress.Otp => chip.Otp,
            _ => chip.Data[place.Slot],
        };
        packet.Data.AsSpan(0, place.Kept).CopyTo(zone[place.Offset..]);
        return Reply.Success;
    }

    private static bool IsWritable(Atecc608State chip, ZoneAddress place) => place.Zone switch
    {
        ZoneAddress.Config => !chip.Config.IsLocked && ConfigZone.IsWritable(place.Offset, place.Length),
        ZoneAddress.Otp => chip.Config is { IsLocked: true, IsDataLocked: false } && !place.IsWord,
        _ => chip.Config.IsLocked && IsSlotWritable(chip, place),
    };

    private static bool IsSlotWritable(Atecc608State chip, ZoneAddress place)
    {
        if (chip.Config.Key(place.Slot).IsPrivate || chip.Config.IsSlotLocked(place.Slot)) return false;
        // Before data is locked the rules of the slots are not in force, but only whole blocks are taken.
        if (!chip.Config.IsDataLocked) return !place.IsWord;
        var rules = chip.Config.Slot(place.Slot);
        if (!rules.AllowsClearWrite || (rules.IsSecret && place.IsWord)) return false;
        return !rules.WritesOverInvalidOnly || !chip.Data.IsValidated(place.Slot);
    }
}
