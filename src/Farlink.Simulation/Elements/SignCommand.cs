using System.Security.Cryptography;

namespace Farlink.Simulation.Elements;

/// <summary>
/// Sign (41): an ECDSA signature over a digest that the host loaded, or over a message that says what GenKey digested and how
/// its slot is configured.
/// </summary>
internal static class SignCommand
{
    private const byte External = 0x80, WithSerial = 0x40, FromMessageDigest = 0x20, ModeMask = 0x1F;

    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        int slot = packet.Parameter2;
        if (slot > Atecc608Commands.LastSlot || (packet.Parameter1 & ModeMask) != 0 || packet.Data.Length != 0)
            return Reply.ParseError;
        if (!KeyRules.IsUsable(chip, slot)) return Reply.ExecutionError;
        var digest = (packet.Parameter1 & External) != 0 ? ExternalDigest(chip, packet) : InternalDigest(chip, packet);
        return digest is null ? Reply.ExecutionError : Sign(chip, slot, digest);
    }

    private static byte[]? ExternalDigest(Atecc608State chip, Atecc608Packet packet)
    {
        int slot = packet.Parameter2;
        if (!chip.Config.Slot(slot).SignsExternal) return null;
        if (chip.Config.Key(slot).RequiresRandom && chip.NeedsSeed && !chip.HasFreshSeed) return null;
        if ((packet.Parameter1 & FromMessageDigest) == 0) return chip.TempKey.IsValid ? chip.TempKey.First.ToArray() : null;
        return chip.MessageDigest.IsValid ? chip.MessageDigest.First.ToArray() : null;
    }

    /// <summary>SHA-256 over the 55 octets of the data sheet's table "Sign - Internal Message".</summary>
    private static byte[]? InternalDigest(Atecc608State chip, Atecc608Packet packet)
    {
        int slot = packet.Parameter2;
        if (!chip.Config.Slot(slot).SignsInternal || chip.TempKey is not { IsValid: true, IsKeyDigest: true }) return null;
        if (chip.Config.Key(slot).RequiresRandom && !chip.TempKey.IsRandom) return null;
        var config = chip.Config;
        var of = chip.TempKey.Slot;
        var hasSerial = (packet.Parameter1 & WithSerial) != 0;
        return SHA256.HashData(
        [
            .. chip.TempKey.First,
            (byte)packet.Opcode, packet.Parameter1, (byte)packet.Parameter2, (byte)(packet.Parameter2 >> 8),
            .. config.SlotOctets(of), .. config.KeyOctets(of), chip.TempKey.Flags, 0, 0,
            .. config.Serial(8..), .. hasSerial ? config.Serial(4..8) : new byte[4],
            .. config.Serial(..2), .. hasSerial ? config.Serial(2..4) : new byte[2],
            config.IsSlotLocked(of) ? byte.MinValue : (byte)1, 0, 0,
        ]);
    }

    private static byte[] Sign(Atecc608State chip, int slot, byte[] digest)
    {
        var key = chip.Data.PrivateKey(slot);
        if (!Curve.IsPrivateKey(key) || Curve.Sign(key, digest, chip.Random()) is not { } signature) return Reply.EccFault;
        // A digest is good for one signature; the data sheets do not say so of every mode, and a driver loads it every time.
        chip.TempKey.Clear();
        chip.MessageDigest.Clear();
        if (chip.Faults.WrongSignatures <= 0) return signature;
        chip.Faults = chip.Faults with { WrongSignatures = chip.Faults.WrongSignatures - 1 };
        signature[^1] ^= 1;
        return signature;
    }
}
