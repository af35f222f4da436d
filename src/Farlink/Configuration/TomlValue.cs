using System.Globalization;

namespace Farlink.Configuration;

/// <summary>Values as they are written in a configuration.</summary>
internal static class TomlValue
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>A text: a basic string (TOML 1.0, "String").</summary>
    public static string Of(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>A number, without a point if it is whole.</summary>
    public static string Of(double number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Of(bool flag) => flag ? "true" : "false";

    /// <summary>A length of time, in the longest unit that it is a multiple of.</summary>
    public static string Of(TimeSpan span)
    {
        if (span == TimeSpan.Zero) return Of("0s");
        foreach (var (unit, length) in Units)
            if (span >= length && span.Ticks % length.Ticks == 0) return Of($"{span.Ticks / length.Ticks}{unit}");
        return Of(SpanText.Write(span));
    }
}
