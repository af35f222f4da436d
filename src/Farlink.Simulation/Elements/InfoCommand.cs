namespace Farlink.Simulation.Elements;

/// <summary>Info (30): four octets about the chip. The volatile key permission (mode 4) is not modelled.</summary>
internal static class InfoCommand
{
    private const byte Revision = 0, KeyValid = 1, State = 2, Gpio = 3;
    private const int RevisionOffset = 4, RevisionLength = 4;
    private const byte TempKeyValid = 0x80, SeedIsFresh = 0x03;

    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        if (packet.Data.Length != 0) return Reply.ParseError;
        return packet.Parameter1 switch
        {
            Revision => chip.Config.Octets.Slice(RevisionOffset, RevisionLength).ToArray(),
            KeyValid when packet.Parameter2 <= Atecc608Commands.LastSlot =>
                [Bits(IsKeyValid(chip, packet.Parameter2), 1), 0, 0, 0],
            State => [chip.TempKey.Flags, StateBits(chip), 0, 0],
            Gpio => [0, 0, 0, 0],
            _ => Reply.ParseError,
        };
    }

    private static byte StateBits(Atecc608State chip) =>
        (byte)(Bits(chip.TempKey.IsValid, TempKeyValid) | Bits(chip.HasFreshSeed, SeedIsFresh));

    private static byte Bits(bool isSet, byte bits) => isSet ? bits : byte.MinValue;

    private static bool IsKeyValid(Atecc608State chip, int slot)
    {
        if (!chip.Config.Key(slot).IsP256) return false;
        if (chip.Config.Key(slot).IsPrivate) return Curve.IsPrivateKey(chip.Data.PrivateKey(slot));
        return chip.Data.PublicKey(slot) is { } key && Curve.IsPoint(key);
    }
}
