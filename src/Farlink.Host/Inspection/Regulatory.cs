namespace Farlink.Host.Inspection;

/// <summary>The country whose WiFi rules are in force: a part of the output of <c>iw reg get</c>.</summary>
internal static class Regulatory
{
    /// <summary>
    /// The global one, 00 if none is set; null if it is not told. A radio with rules of its own (phy#0, country 99 with the
    /// Raspberry Pi's) comes after it and does not count.
    /// </summary>
    public static string? Country(IEnumerable<string> lines)
    {
        const string word = "country ";
        foreach (var line in lines)
        {
            if (line.StartsWith("phy#", StringComparison.Ordinal)) return null;
            if (!line.StartsWith(word, StringComparison.Ordinal)) continue;
            return line[word.Length..].Split(':')[0].Trim();
        }

        return null;
    }
}
