using System.Globalization;
using System.Text.RegularExpressions;

namespace Farlink.Host.Inspection;

/// <summary>
/// GPIO chips and who uses their lines, from gpiodetect and gpioinfo of libgpiod 1 (Debian 12) and 2 (Debian 13).
/// </summary>
internal static partial class GpioInfo
{
    /// <summary>The header's chip has 54 lines (Pi 0 to 3, 5) or 58 (Pi 4); the others have few.</summary>
    private const int LeastOfHeader = 40;

    /// <summary>Number and label of each chip: <c>gpiochip0 [pinctrl-bcm2711] (58 lines)</c>.</summary>
    public static List<(int Number, string Label)> Chips(IEnumerable<string> lines) =>
    [
        .. lines.Select(line => Chip().Match(line)).Where(match => match.Success).Select(match => (
            int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), match.Groups["label"].Value)),
    ];

    /// <summary>Who uses which line of the header's chip.</summary>
    public static Dictionary<int, string> Used(IEnumerable<string> lines)
    {
        Dictionary<int, string> used = [];
        var isHeader = false;
        foreach (var line in lines)
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                if (used.Count > 0) break;
                isHeader = int.Parse(heading.Groups["count"].Value, CultureInfo.InvariantCulture) >= LeastOfHeader;
            }
            else if (isHeader && Line().Match(line) is { Success: true } match && Consumer(match) is { } consumer)
            {
                used[int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture)] = consumer;
            }
        }

        return used;
    }

    private static string? Consumer(Match match)
    {
        if (match.Groups["consumer"].Success) return match.Groups["consumer"].Value.Trim('"');
        return match.Groups["old"].Success && match.Groups["old"].Value != "unused" ? match.Groups["old"].Value.Trim('"') : null;
    }

    [GeneratedRegex(@"^gpiochip(?<number>[0-9]{1,4}) \[(?<label>[^\]]*)\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Chip();

    [GeneratedRegex(@"^gpiochip[0-9]+ - (?<count>[0-9]{1,4}) lines:", RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    // libgpiod 1:  line   8:  "SPI_CE0_N"   "spi0 CS0"  output   active-low [used]
    // libgpiod 2:  line   8:  "GPIO8"       output active-low consumer="spi0 CS0"
    [GeneratedRegex(
        @"^\s*line\s+(?<line>[0-9]{1,4}):\s+(unnamed|""[^""]*"")\s+"
        + @"((input|output)\b.*?consumer=(?<consumer>""[^""]*""|\S+)|(?<old>unused|kernel|""[^""]*"")\s+(input|output))",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
