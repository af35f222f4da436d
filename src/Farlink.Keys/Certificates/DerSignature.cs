using System.Formats.Asn1;

namespace Farlink.Keys.Certificates;

/// <summary>ECDSA-Sig-Value, DER (RFC 3279 §2.2.3).</summary>
internal static class DerSignature
{
    /// <summary>Of r || s.</summary>
    public static byte[] Of(ReadOnlySpan<byte> signature)
    {
        var half = signature.Length / 2;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Trimmed(signature[..half]));
            writer.WriteIntegerUnsigned(Trimmed(signature[half..]));
        }

        return writer.Encode();
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> number)
    {
        var first = number.IndexOfAnyExcept((byte)0);
        return first < 0 ? number[^1..] : number[first..];
    }
}
