using System.Globalization;
using System.Numerics;
using System.Text;
using Farlink.Protocol.Store;

namespace Farlink.Runtime.Notices;

/// <summary>What a base remembers of the lists of revocations at its sites.</summary>
public static class SiteRevocations
{
    private const int LongestNumber = 40;

    /// <summary>What a site says that checks no certificates.</summary>
    internal const string NoneUsed = "-";

    /// <summary>The number of the list that is in force at a site, as far as it has said.</summary>
    /// <param name="image">The base's store.</param>
    /// <param name="link">The site's link.</param>
    /// <returns>0 if it has said nothing yet, or has none; null if it checks no certificates.</returns>
    public static BigInteger? NumberAt(StoreImage image, byte link)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!image.Remembered.TryGetValue(NameOf(link), out var kept)) return BigInteger.Zero;
        if (TryRead(kept.Span, out var number)) return number;
        return IsNoneUsed(kept.Span) ? null : BigInteger.Zero;
    }

    /// <summary>The name under which a base remembers it.</summary>
    internal static string NameOf(byte link) => string.Create(CultureInfo.InvariantCulture, $"crl/{link}");

    /// <summary>Whether a site says that it checks no certificates.</summary>
    internal static bool IsNoneUsed(ReadOnlySpan<byte> said) => Encoding.ASCII.GetString(said) == NoneUsed;

    /// <summary>Reads a number as a site says it: decimal digits.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> said, out BigInteger number)
    {
        number = default;
        return said.Length is > 0 and <= LongestNumber
            && BigInteger.TryParse(Encoding.ASCII.GetString(said), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
