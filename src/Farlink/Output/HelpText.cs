using System.Text.RegularExpressions;

namespace Farlink.Output;

/// <summary>The help of a command, in words that can be typed.</summary>
internal static partial class HelpText
{
    /// <summary>
    /// Takes out the defaults that the library adds as C# writes them, <c>[default: 12:00:00]</c>, after an option that says its
    /// own, <c>(default 12h)</c>. A narrow terminal may have them on several lines.
    /// </summary>
    /// <param name="text">As the library writes it.</param>
    public static string Plain(string text) => DefaultInCode().Replace(text, "${own}");

    [GeneratedRegex(@"(?<own>\(default\s[^)]*\))\s+\[default:[^\]]*\]", RegexOptions.ExplicitCapture)]
    private static partial Regex DefaultInCode();
}
