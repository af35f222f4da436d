namespace Farlink.Simulation.Elements;

/// <summary>
/// PrivWrite (46): puts a private key into a slot, in the clear, which the chip takes only before data is locked. Encrypted
/// (bit 6) needs GenDig and is refused as an execution error.
/// </summary>
internal static class PrivWriteCommand
{
    private const byte Clear = 0x00, Encrypted = 0x40;
    private const int PaddingLength = 4, KeyLength = PaddingLength + Curve.NumberLength, MacLength = 32;

    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        int slot = packet.Parameter2;
        // The MAC means nothing in the clear; hosts send 32 zeros in its place, or nothing.
        if (packet.Parameter1 is not (Clear or Encrypted) || slot > Atecc608Commands.LastSlot
            || packet.Data.Length is not (KeyLength or KeyLength + MacLength)) return Reply.ParseError;
        var isAllowed = packet.Parameter1 == Clear && !chip.Config.IsDataLocked && KeyRules.IsUsable(chip, slot)
            && chip.Config.Slot(slot).AllowsPrivWrite && !chip.Config.IsSlotLocked(slot);
        var key = packet.Data.AsSpan(PaddingLength, Curve.NumberLength);
        if (!isAllowed || !Curve.IsPrivateKey(key)) return Reply.ExecutionError;
        chip.Witness.Note(key);
        chip.Data.SetPrivateKey(slot, key);
        return Reply.Success;
    }
}
