namespace Farlink.Simulation.Elements;

/// <summary>
/// SHA (47): a SHA-256 or HMAC over what the host sends piece by piece. To hash a stored public key and to save and restore a
/// begun hash are not modelled.
/// </summary>
internal static class ShaCommand
{
    private const int Start = 0x00, Update = 0x01, End = 0x02, HmacStart = 0x04, KindMask = 0x07, TargetMask = 0xC0;
    private const int ToTempKey = 0x00, ToMessageDigest = 0x40, ToHostOnly = 0xC0;
    private const ushort KeyInTempKey = 0xFFFF;
    private const int PieceLength = 64;

    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        var target = packet.Parameter1 & TargetMask;
        var kind = packet.Parameter1 & KindMask;
        if ((packet.Parameter1 & ~(TargetMask | KindMask)) != 0 || (target != 0 && kind != End)) return Reply.ParseError;
        return kind switch
        {
            Start when packet is { Parameter2: 0, Data: [] } => Begin(chip, null),
            HmacStart when packet.Data.Length == 0 => BeginHmac(chip, packet.Parameter2),
            Update when IsPiece(packet) && packet.Data.Length > 0 =>
                Add(chip, packet.Data) ? Reply.Success : Reply.ExecutionError,
            End when IsPiece(packet) && target is ToTempKey or ToMessageDigest or ToHostOnly => Finish(chip, packet, target),
            _ => Reply.ParseError,
        };
    }

    private static bool IsPiece(Atecc608Packet packet) =>
        packet.Data.Length <= PieceLength && packet.Data.Length == packet.Parameter2;

    private static byte[] Begin(Atecc608State chip, byte[]? key)
    {
        chip.Sha = new ShaContext(key);
        return Reply.Success;
    }

    private static byte[] BeginHmac(Atecc608State chip, ushort where)
    {
        if (where == KeyInTempKey)
            return chip.TempKey.IsValid ? Begin(chip, chip.TempKey.First.ToArray()) : Reply.ExecutionError;
        if (where > Atecc608Commands.LastSlot) return Reply.ParseError;
        var isAllowed = chip.Config.IsLocked && !chip.Config.Slot(where).RefusesMac
            && chip.Config.Key(where) is { IsPrivate: false, IsOther: true, RequiresAuthorization: false };
        return isAllowed ? Begin(chip, chip.Data[where][..Curve.NumberLength].ToArray()) : Reply.ExecutionError;
    }

    private static bool Add(Atecc608State chip, byte[] piece) => chip.Sha is { } hash && hash.TryAdd(piece);

    private static byte[] Finish(Atecc608State chip, Atecc608Packet packet, int target)
    {
        if (!Add(chip, packet.Data)) return Reply.ExecutionError;
        var digest = chip.Sha!.Finish();
        chip.Sha = null;
        if (target == ToTempKey) chip.TempKey.Load(digest, isRandom: false);
        else if (target == ToMessageDigest) chip.MessageDigest.Load(digest);
        return digest;
    }
}
