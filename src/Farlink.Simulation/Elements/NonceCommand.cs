using System.Security.Cryptography;

namespace Farlink.Simulation.Elements;

/// <summary>
/// Nonce (16): mixes the chip's random numbers with the host's (modes 0 and 1), or loads a buffer with what the host sends
/// (mode 3).
/// </summary>
internal static class NonceCommand
{
    private const byte NewSeed = 0x00, OldSeed = 0x01, PassThrough = 0x03, IsLong = 0x20, ModeMask = 0x1F, TargetMask = 0xC0;
    private const byte ToTempKey = 0x00, ToMessageDigest = 0x40, ToAlternateKey = 0x80;
    private const ushort FromRandom = 0x0000, FromTempKey = 0x8000;
    private const int InputLength = 20;

    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet) => packet.Parameter1 switch
    {
        NewSeed or OldSeed => Mix(chip, packet),
        var mode when (mode & ModeMask) == PassThrough => Load(chip, packet),
        _ => Reply.ParseError,
    };

    /// <summary>TempKey = SHA-256(random or TempKey, input, opcode, mode, low octet of parameter 2).</summary>
    private static byte[] Mix(Atecc608State chip, Atecc608Packet packet)
    {
        if (packet.Data.Length != InputLength || packet.Parameter2 is not (FromRandom or FromTempKey)) return Reply.ParseError;
        var isNew = packet.Parameter2 == FromRandom;
        if (!isNew && !chip.TempKey.IsValid) return Reply.ExecutionError;
        if (isNew && packet.Parameter1 == NewSeed) chip.HasFreshSeed = true;
        byte[] seed = isNew ? chip.Random() : chip.TempKey.First.ToArray();
        var nonce = SHA256.HashData(
            [.. seed, .. packet.Data, (byte)packet.Opcode, packet.Parameter1, (byte)packet.Parameter2]);
        chip.TempKey.Load(nonce, isRandom: true);
        return isNew ? seed : nonce;
    }

    private static byte[] Load(Atecc608State chip, Atecc608Packet packet)
    {
        var isLong = (packet.Parameter1 & IsLong) != 0;
        var length = isLong ? DigestBuffer.LongLength : DigestBuffer.ShortLength;
        if (packet.Data.Length != length || packet.Parameter2 != 0) return Reply.ParseError;
        switch (packet.Parameter1 & TargetMask)
        {
            case ToTempKey:
                chip.TempKey.Load(packet.Data, isRandom: false);
                return Reply.Success;
            case ToMessageDigest:
                chip.MessageDigest.Load(packet.Data);
                return Reply.Success;
            case ToAlternateKey when !isLong:
                chip.AlternateKey.Load(packet.Data);
                return Reply.Success;
            default:
                return Reply.ParseError;
        }
    }
}
