namespace Farlink.Simulation.Elements;

/// <summary>Read (02): a word or a block in the clear. Encrypted reads need GenDig and are refused.</summary>
internal static class ReadCommand
{
    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        if (packet.Data.Length != 0 || ZoneAddress.Parse(packet.Parameter1, packet.Parameter2) is not { } place)
            return Reply.ParseError;
        if (!IsReadable(chip, place)) return Reply.ExecutionError;
        Span<byte> zone = place.Zone switch
        {
            ZoneAddress.Config => chip.Config.Octets,
            ZoneAddress.Otp => chip.Otp,
            _ => chip.Data[place.Slot],
        };
        // Behind the last octet of a slot a block is filled up.
        var octets = new byte[place.Length];
        zone.Slice(place.Offset, place.Kept).CopyTo(octets);
        return octets;
    }

    private static bool IsReadable(Atecc608State chip, ZoneAddress place)
    {
        if (place.Zone == ZoneAddress.Config) return true;
        if (!chip.Config.IsLocked || !chip.Config.IsDataLocked) return false;
        if (place.Zone == ZoneAddress.Otp) return true;
        return !chip.Config.Key(place.Slot).IsPrivate
            && chip.Config.Slot(place.Slot) is { IsSecret: false, EncryptsReads: false };
    }
}
