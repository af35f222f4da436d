using System.Globalization;
using Farlink.Protocol.Units;

namespace Farlink.Output;

/// <summary>Times and sizes for people: two figures that matter, not more.</summary>
internal static class Amounts
{
    private static readonly string[] Sizes = ["octets", "kB", "MB", "GB", "TB"];

    /// <summary><c>4 s</c>, <c>2 min 5 s</c>, <c>1 h 20 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Time(Duration duration)
    {
        var seconds = (long)Math.Round(Math.Max(0, duration.Seconds));
        if (seconds < 60) return Two(seconds, "s", 0, "");
        if (seconds < 3600) return Two(seconds / 60, "min", seconds % 60, "s");
        var minutes = seconds / 60;
        return seconds < 86_400
            ? Two(minutes / 60, "h", minutes % 60, "min") : Two(minutes / 1440, "d", minutes % 1440 / 60, "h");
    }

    /// <summary><c>312 octets</c>, <c>1.4 MB</c>; thousands, as cards and disks are sold.</summary>
    public static string Size(long octets)
    {
        var (size, at) = ((double)octets, 0);
        while (Math.Abs(size) >= 999.5 && at < Sizes.Length - 1) (size, at) = (size / 1000, at + 1);
        var digits = at == 0 || Math.Abs(size) >= 99.5 ? "0" : "0.0";
        return $"{size.ToString(digits, CultureInfo.InvariantCulture)} {Sizes[at]}";
    }

    private static string Two(long first, string unit, long second, string nextUnit) => second == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{first} {unit}")
        : string.Create(CultureInfo.InvariantCulture, $"{first} {unit} {second} {nextUnit}");
}
