using System.Security.Cryptography;

namespace Farlink.Simulation.Elements;

/// <summary>
/// GenKey (40): makes a private key in a slot or in TempKey, gives the public key of one, or puts the digest of a public key
/// into TempKey so that Sign can attest it.
/// </summary>
internal static class GenKeyCommand
{
    private const byte Public = 0x00, Create = 0x04, WithDigest = 0x08, DigestOfStored = 0x10;
    private const ushort IntoTempKey = 0xFFFF;
    private const int OtherDataLength = 3, ZeroLength = 25;

    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        var mode = packet.Parameter1;
        if (packet.Data.Length is not (0 or OtherDataLength)) return Reply.ParseError;
        if (packet.Parameter2 == IntoTempKey) return mode == Create ? CreateEphemeral(chip) : Reply.ParseError;
        if (packet.Parameter2 > Atecc608Commands.LastSlot) return Reply.ParseError;
        return mode switch
        {
            Public or Public | WithDigest => GivePublic(chip, packet),
            Create or Create | WithDigest => CreateInSlot(chip, packet),
            DigestOfStored when packet.Data.Length == OtherDataLength => DigestStored(chip, packet),
            _ => Reply.ParseError,
        };
    }

    private static byte[] CreateEphemeral(Atecc608State chip)
    {
        if (!chip.Config.IsLocked) return Reply.ExecutionError;
        if (chip.RandomKey() is not { } key) return Reply.EccFault;
        chip.TempKey.LoadPrivateKey(key);
        return Curve.PublicKey(key);
    }

    private static byte[] CreateInSlot(Atecc608State chip, Atecc608Packet packet)
    {
        int slot = packet.Parameter2;
        // Before data is locked the factory may put a key anywhere: so Trust&GO has one where WriteConfig allows none.
        var isAllowed = KeyRules.IsUsable(chip, slot) && !chip.Config.IsSlotLocked(slot)
            && (!chip.Config.IsDataLocked || chip.Config.Slot(slot).AllowsGenKey);
        if (!isAllowed || !MayDigest(chip, packet)) return Reply.ExecutionError;
        if (chip.RandomKey() is not { } key) return Reply.EccFault;
        chip.Data.SetPrivateKey(slot, key);
        return Digested(chip, packet, Curve.PublicKey(key));
    }

    private static byte[] GivePublic(Atecc608State chip, Atecc608Packet packet)
    {
        int slot = packet.Parameter2;
        if (!KeyRules.IsUsable(chip, slot) || !chip.Config.Key(slot).HasPublicInfo || !MayDigest(chip, packet))
            return Reply.ExecutionError;
        var key = chip.Data.PrivateKey(slot);
        return Curve.IsPrivateKey(key) ? Digested(chip, packet, Curve.PublicKey(key)) : Reply.EccFault;
    }

    private static byte[] DigestStored(Atecc608State chip, Atecc608Packet packet)
    {
        int slot = packet.Parameter2;
        var isPublic = chip.Config is { IsLocked: true } && chip.Config.Key(slot) is { IsPrivate: false, IsP256: true };
        if (!isPublic || !HasNonce(chip, slot) || chip.Data.PublicKey(slot) is not { } key) return Reply.ExecutionError;
        Digest(chip, slot, packet.Data, key);
        return Reply.Success;
    }

    private static byte[] Digested(Atecc608State chip, Atecc608Packet packet, byte[] publicKey)
    {
        if ((packet.Parameter1 & WithDigest) == 0) return publicKey;
        byte[] how = [packet.Parameter1, (byte)packet.Parameter2, (byte)(packet.Parameter2 >> 8)];
        Digest(chip, packet.Parameter2, how, publicKey);
        return publicKey;
    }

    private static bool MayDigest(Atecc608State chip, Atecc608Packet packet) =>
        (packet.Parameter1 & WithDigest) == 0 || HasNonce(chip, packet.Parameter2);

    private static bool HasNonce(Atecc608State chip, int slot) =>
        chip.TempKey.IsValid && (chip.TempKey.IsRandom || !chip.Config.Key(slot).RequiresRandom);

    /// <summary>SHA-256(TempKey, opcode, mode and slot, SN[8], SN[0:1], 25 zeros, X and Y).</summary>
    private static void Digest(Atecc608State chip, int slot, byte[] how, byte[] publicKey) => chip.TempKey.LoadKeyDigest(
        SHA256.HashData(
        [
            .. chip.TempKey.First, (byte)Atecc608Opcode.GenKey, .. how, .. chip.Config.Serial(8..), .. chip.Config.Serial(..2),
            .. new byte[ZeroLength], .. publicKey,
        ]),
        slot);
}
