using System.Globalization;

namespace Farlink.Protocol.Units;

/// <summary>
/// A length of time in whole nanoseconds. Time on air is exact in it to well under a symbol, and sums do not drift.
/// </summary>
/// <param name="Nanoseconds">Nanoseconds; a span of up to 292 years.</param>
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>
{
    private const long NanosecondsPerTick = 100;

    /// <summary>No time at all.</summary>
    public static Duration Zero => default;

    /// <summary>Makes a duration from milliseconds, rounded to the nearest nanosecond.</summary>
    public static Duration FromMilliseconds(double milliseconds) => new((long)Math.Round(milliseconds * 1e6));

    /// <summary>Makes a duration from seconds, rounded to the nearest nanosecond.</summary>
    public static Duration FromSeconds(double seconds) => new((long)Math.Round(seconds * 1e9));

    /// <summary>Makes a duration from the framework's type (100 ns steps).</summary>
    public static Duration FromTimeSpan(TimeSpan span) => new(span.Ticks * NanosecondsPerTick);

    /// <summary>The value in milliseconds.</summary>
    public double Milliseconds => Nanoseconds / 1e6;

    /// <summary>The value in seconds.</summary>
    public double Seconds => Nanoseconds / 1e9;

    /// <summary>The framework's type, rounded up to its 100 ns step so that a wait is never short.</summary>
    public TimeSpan ToTimeSpan() => new((Nanoseconds + NanosecondsPerTick - 1) / NanosecondsPerTick);

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Sum.</summary>
    public static Duration operator +(Duration left, Duration right) => new(left.Nanoseconds + right.Nanoseconds);

    /// <summary>Difference.</summary>
    public static Duration operator -(Duration left, Duration right) => new(left.Nanoseconds - right.Nanoseconds);

    /// <summary>Multiple.</summary>
    public static Duration operator *(Duration value, long factor) => new(value.Nanoseconds * factor);

    /// <summary>Whether the left duration is shorter.</summary>
    public static bool operator <(Duration left, Duration right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether the left duration is longer.</summary>
    public static bool operator >(Duration left, Duration right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether the left duration is shorter or equal.</summary>
    public static bool operator <=(Duration left, Duration right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether the left duration is longer or equal.</summary>
    public static bool operator >=(Duration left, Duration right) => left.Nanoseconds >= right.Nanoseconds;

    /// <summary>For people: <c>102.656 ms</c>, from one second up <c>10.266 s</c>.</summary>
    public override string ToString() => Math.Abs(Nanoseconds) < 1_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{Milliseconds:0.###} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{Seconds:0.###} s");
}
