namespace Farlink.Simulation.Elements;

/// <summary>
/// ECDH (43): what a private key in a slot or in TempKey and the host's point have in common, to the host, to TempKey or to a
/// slot. Encrypted answers need the IO protection key and are refused.
/// </summary>
internal static class EcdhCommand
{
    private const byte FromTempKey = 0x01, Encrypted = 0x02, OutputMask = 0x0C, ModeMask = 0x0F;
    private const byte BySlot = 0x00, ToSlot = 0x04, ToTempKey = 0x08, ToHost = 0x0C;

    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        var mode = packet.Parameter1;
        if ((mode & ~ModeMask) != 0 || packet.Data.Length != Curve.PairLength) return Reply.ParseError;
        if (packet.Parameter2 > Atecc608Commands.LastSlot) return Reply.ParseError;
        if (!chip.Config.IsLocked || (mode & Encrypted) != 0) return Reply.ExecutionError;
        return (mode & FromTempKey) == 0 ? FromSlot(chip, packet) : Ephemeral(chip, packet);
    }

    private static byte[] FromSlot(Atecc608State chip, Atecc608Packet packet)
    {
        int slot = packet.Parameter2;
        var rules = chip.Config.Slot(slot);
        if (!KeyRules.IsUsable(chip, slot) || !rules.AllowsEcdh) return Reply.ExecutionError;
        // Bit 3 of ReadKey sends it to the next slot, whatever the mode; without it no mode may.
        var output = packet.Parameter1 & OutputMask;
        if (output == BySlot) output = rules.SendsEcdhToNext ? ToSlot : ToHost;
        if (rules.SendsEcdhToNext != (output == ToSlot)) return Reply.ExecutionError;
        if (!IsAllowed(chip, output, slot | 1)) return Reply.ExecutionError;
        var key = chip.Data.PrivateKey(slot);
        return Curve.IsPrivateKey(key) ? Agree(chip, key, packet.Data, output, slot | 1) : Reply.EccFault;
    }

    private static byte[] Ephemeral(Atecc608State chip, Atecc608Packet packet)
    {
        var output = packet.Parameter1 & OutputMask;
        if (output == BySlot) return Reply.ParseError;
        if (!chip.TempKey.HoldsPrivateKey || !IsAllowed(chip, output, packet.Parameter2)) return Reply.ExecutionError;
        var key = chip.TempKey.First.ToArray();
        // Used once, it is gone (data sheet, "ECDH - TempKey Source"); the result may take its place.
        chip.TempKey.Clear();
        return Agree(chip, key, packet.Data, output, packet.Parameter2);
    }

    private static bool IsAllowed(Atecc608State chip, int output, int target) => output switch
    {
        ToHost => !chip.Config.ProtectsEcdh,
        ToSlot => !chip.Config.Key(target).IsPrivate && !chip.Config.IsSlotLocked(target),
        _ => true,
    };

    private static byte[] Agree(Atecc608State chip, ReadOnlySpan<byte> key, byte[] point, int output, int target)
    {
        if (Curve.Agree(key, point) is not { } secret) return Reply.EccFault;
        if (output == ToHost) return secret;
        if (output == ToTempKey) chip.TempKey.Load(secret, isRandom: false);
        else secret.CopyTo(chip.Data[target]);
        return Reply.Success;
    }
}
