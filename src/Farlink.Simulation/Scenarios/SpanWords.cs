using System.Globalization;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Scenarios;

/// <summary>Lengths of time for people.</summary>
public static class SpanWords
{
    /// <summary>A length of time with a unit that fits.</summary>
    public static string Of(Duration span) => span.Seconds switch
    {
        < 1 => Number(span.Milliseconds, "0.#", "ms"),
        < 120 => Number(span.Seconds, "0.##", "s"),
        < 7200 => Number(span.Seconds / 60, "0.#", "min"),
        _ => Number(span.Seconds / 3600, "0.#", "h"),
    };

    /// <summary>A length of time with a unit that fits; a dash where there is none.</summary>
    public static string Of(Duration? span) => span is { } known ? Of(known) : "-";

    private static string Number(double value, string format, string unit) =>
        $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
}
