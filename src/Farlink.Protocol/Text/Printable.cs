using System.Globalization;
using System.Text;

namespace Farlink.Protocol.Text;

/// <summary>
/// Makes text that came from a device or from the air safe to show: nothing in it can move a cursor, colour a terminal, forge
/// a log line or turn the reading direction.
/// </summary>
public static class Printable
{
    /// <summary>Longest text shown in full, in characters; the rest is replaced by a note of how much is missing.</summary>
    public const int MostCharacters = 400;

    /// <summary>Escapes control, format and unpaired surrogate characters as <c>\xNN</c> or <c>\uNNNN</c>.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= MostCharacters && !NeedsEscape(text)) return text;

        var safe = new StringBuilder(Math.Min(text.Length, MostCharacters) + 16);
        for (var i = 0; i < text.Length && i < MostCharacters; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
                && !IsHazard(CharUnicodeInfo.GetUnicodeCategory(text, i)))
            {
                safe.Append(text[i]).Append(text[++i]);
            }
            else
            {
                Append(safe, text[i]);
            }
        }

        if (text.Length > MostCharacters)
            safe.Append(CultureInfo.InvariantCulture, $"... ({text.Length - MostCharacters} more characters)");
        return safe.ToString();
    }

    /// <summary>Reads octets as UTF-8 and escapes; octets that are not UTF-8 are shown as <c>\xNN</c>.</summary>
    public static string Escape(ReadOnlySpan<byte> octets)
    {
        var safe = new StringBuilder(Math.Min(octets.Length, MostCharacters));
        while (!octets.IsEmpty)
        {
            if (safe.Length >= MostCharacters)
            {
                safe.Append(CultureInfo.InvariantCulture, $"... ({octets.Length} more octets)");
                break;
            }

            if (Rune.DecodeFromUtf8(octets, out var rune, out var used) != System.Buffers.OperationStatus.Done)
                for (var i = 0; i < used; i++) safe.Append(CultureInfo.InvariantCulture, $"\\x{octets[i]:X2}");
            else if (rune.IsBmp)
                Append(safe, (char)rune.Value);
            else if (IsHazard(Rune.GetUnicodeCategory(rune)))
                safe.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}");
            else
                safe.Append(rune.ToString());

            octets = octets[used..];
        }

        return safe.ToString();
    }

    private static bool NeedsEscape(string text)
    {
        foreach (var c in text)
            if (c == '\\' || char.IsSurrogate(c) || IsHazard(CharUnicodeInfo.GetUnicodeCategory(c))) return true;
        return false;
    }

    private static void Append(StringBuilder safe, char c)
    {
        // A backslash is doubled, so that an escaped text cannot be mistaken for one that held the escape itself.
        if (c == '\\')
            safe.Append(@"\\");
        else if (!char.IsSurrogate(c) && !IsHazard(CharUnicodeInfo.GetUnicodeCategory(c)))
            safe.Append(c);
        else if (c < 0x100)
            safe.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}");
        else
            safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
    }

    private static bool IsHazard(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned;
}
