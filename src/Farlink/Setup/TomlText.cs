using System.Globalization;
using System.Text;

namespace Farlink.Setup;

/// <summary>Values as TOML has them (TOML 1.0, "String": basic strings).</summary>
internal static class TomlText
{
    private const char Delete = '\u007F';

    /// <summary>A text between quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c is < ' ' or Delete) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A list of texts.</summary>
    public static string Quote(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(text => Quote(text)))}]";

    /// <summary>A number, with a point.</summary>
    public static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
