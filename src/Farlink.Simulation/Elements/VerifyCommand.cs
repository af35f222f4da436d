namespace Farlink.Simulation.Elements;

/// <summary>
/// Verify (45): whether a signature fits the digest in TempKey or the message digest buffer, with a public key that the host
/// sends or that a slot holds. To validate or invalidate a stored key and to answer with a MAC are not modelled.
/// </summary>
internal static class VerifyCommand
{
    private const byte Stored = 0x00, External = 0x02, FromMessageDigest = 0x20;
    private const ushort P256Curve = 0x0004;

    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        var isBuffered = (packet.Parameter1 & FromMessageDigest) != 0;
        return (packet.Parameter1 & ~FromMessageDigest) switch
        {
            External when packet.Parameter2 == P256Curve && packet.Data.Length == 2 * Curve.PairLength => !chip.Config.IsLocked
                ? Reply.ExecutionError
                : Verify(chip, isBuffered, packet.Data[Curve.PairLength..], packet.Data[..Curve.PairLength]),
            Stored when packet.Parameter2 <= Atecc608Commands.LastSlot && packet.Data.Length == Curve.PairLength =>
                VerifyStored(chip, packet.Parameter2, isBuffered, packet.Data),
            _ => Reply.ParseError,
        };
    }

    private static byte[] VerifyStored(Atecc608State chip, int slot, bool isBuffered, byte[] signature)
    {
        var rules = chip.Config.Key(slot);
        if (!chip.Config.IsLocked || rules is not { IsPrivate: false, IsP256: true, RequiresAuthorization: false })
            return Reply.ExecutionError;
        if (rules.HasPublicInfo && !chip.Data.IsValidated(slot)) return Reply.ExecutionError;
        if (rules.RequiresRandom && (isBuffered || !chip.TempKey.IsRandom)) return Reply.ExecutionError;
        return chip.Data.PublicKey(slot) is { } key ? Verify(chip, isBuffered, key, signature) : Reply.ExecutionError;
    }

    private static byte[] Verify(Atecc608State chip, bool isBuffered, byte[] publicKey, byte[] signature)
    {
        if (!(isBuffered ? chip.MessageDigest.IsValid : chip.TempKey.IsValid)) return Reply.ExecutionError;
        var fits = Curve.Verify(publicKey, isBuffered ? chip.MessageDigest.First : chip.TempKey.First, signature);
        if (fits is null) return Reply.EccFault;
        chip.TempKey.Clear();
        chip.MessageDigest.Clear();
        return fits.Value ? Reply.Success : Reply.Of(Atecc608Status.Miscompare);
    }
}
