namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// Short byte strings as EDHOC sends them: one octet that is the CBOR of a whole number from -24 to 23 stands for itself, and has
/// no other form (RFC 9528 §3.3.2).
/// </summary>
internal static class ConnectionId
{
    /// <summary>Writes one.</summary>
    public static void Write(CborWriter writer, ReadOnlySpan<byte> octets)
    {
        if (octets.Length == 1 && IsNumber(octets[0])) writer.Raw(octets);
        else writer.Bytes(octets);
    }

    /// <summary>Reads one.</summary>
    public static bool TryRead(ref CborReader reader, out ReadOnlySpan<byte> octets)
    {
        octets = default;
        if (reader.Next == CborMajor.Bytes)
            return reader.TryReadBytes(out octets) && !(octets.Length == 1 && IsNumber(octets[0]));
        var before = reader.Rest;
        if (!reader.TryReadInt(out _) || before.Length - reader.Rest.Length != 1) return false;
        octets = before[..1];
        return true;
    }

    private static bool IsNumber(byte octet) => octet is <= 0x17 or (>= 0x20 and <= 0x37);
}
