namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// External authorization data, EAD (RFC 9528 §3.8): labels, each with a byte string or none. None is known here; what is not
/// critical is left alone, but is part of what is proven.
/// </summary>
internal static class EdhocAuthorization
{
    /// <summary>What is wrong with it, if anything.</summary>
    public static EdhocFailure? Check(ReadOnlySpan<byte> items)
    {
        var reader = new CborReader(items);
        while (!reader.IsAtEnd)
        {
            if (!reader.TryReadInt(out var label)) return EdhocFailure.Malformed;
            if (reader.Next == CborMajor.Bytes && !reader.TryReadBytes(out _)) return EdhocFailure.Malformed;
            if (label < 0) return EdhocFailure.CriticalAuthorization;
        }

        return null;
    }
}
