using System.Security.Cryptography;

namespace Farlink.Keys.Pairing;

/// <summary>What a person compares when keys travel by files: 130 bits of a hash, in groups of letters and digits.</summary>
public static class Fingerprint
{
    private const int Characters = 26;
    private const int Group = 4;

    // Without 0, 1, 8 and 9, which are read as letters (RFC 4648 §6).
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Of a credential and everything beside it that both ends must agree on.</summary>
    public static string Of(ReadOnlySpan<byte> content)
    {
        byte[] labelled = [.. "farlink 1 fingerprint"u8, .. content];
        var hash = SHA256.HashData(labelled);
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < Characters; i++)
        {
            if (i > 0 && i % Group == 0) text.Append('-');
            text.Append(Alphabet[Bits(hash, 5 * i)]);
        }

        return text.ToString();
    }

    /// <summary>Whether what a person typed is this fingerprint; case, blanks and hyphens do not count.</summary>
    public static bool IsSame(string fingerprint, string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        return Plain(fingerprint) == Plain(typed);
    }

    private static string Plain(string text) =>
        new([.. text.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);

    private static int Bits(byte[] octets, int at) =>
        (((octets[at / 8] << 8) | octets[(at / 8) + 1]) >> (11 - (at % 8))) & 0x1F;
}
