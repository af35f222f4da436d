using System.Globalization;

namespace Farlink.Configuration;

/// <summary>
/// Lengths of time as people write them: <c>200ms</c>, <c>5s</c>, <c>10m</c>, <c>1h</c>, <c>7d</c>, or a number of seconds.
/// </summary>
internal static class SpanText
{
    private static readonly (string Unit, double Seconds)[] Units =
    [
        ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400),
    ];

    /// <summary>Writes one so that <see cref="TryParse"/> reads it.</summary>
    public static string Write(TimeSpan span) => span < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.###}ms")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###}s");

    /// <summary>Writes one in the largest unit that it is a whole number of: <c>12h</c>, <c>90s</c>.</summary>
    public static string WriteShort(TimeSpan span)
    {
        foreach (var (unit, seconds) in Enumerable.Reverse(Units))
        {
            var ticks = (long)(seconds * TimeSpan.TicksPerSecond);
            if (span > TimeSpan.Zero && span.Ticks % ticks == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{span.Ticks / ticks}{unit}");
        }

        return Write(span);
    }

    public static bool TryParse(string? text, out TimeSpan span)
    {
        span = default;
        if (string.IsNullOrWhiteSpace(text)) return false;
        var number = text;
        var scale = 1.0;
        foreach (var (unit, seconds) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal) || text.Length == unit.Length) continue;
            if (!char.IsAsciiDigit(text[text.Length - unit.Length - 1])) continue;
            (number, scale) = (text[..^unit.Length], seconds);
            break;
        }

        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return false;
        var total = value * scale;
        if (total > TimeSpan.FromDays(36_500).TotalSeconds) return false;
        span = TimeSpan.FromSeconds(total);
        return true;
    }
}
