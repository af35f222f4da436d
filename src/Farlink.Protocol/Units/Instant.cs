using System.Globalization;

namespace Farlink.Protocol.Units;

/// <summary>
/// A point on the caller's monotonic clock. Only differences mean anything: where zero lies is the caller's choice, and it is
/// never the wall clock, which may jump.
/// </summary>
/// <param name="Nanoseconds">Nanoseconds since the caller's zero.</param>
public readonly record struct Instant(long Nanoseconds) : IComparable<Instant>
{
    /// <summary>Later than every instant a clock will show: "never".</summary>
    public static Instant Never => new(long.MaxValue);

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The instant this much later.</summary>
    public static Instant operator +(Instant instant, Duration duration) => new(instant.Nanoseconds + duration.Nanoseconds);

    /// <summary>The instant this much earlier.</summary>
    public static Instant operator -(Instant instant, Duration duration) => new(instant.Nanoseconds - duration.Nanoseconds);

    /// <summary>The time from the right instant to the left one.</summary>
    public static Duration operator -(Instant left, Instant right) => new(left.Nanoseconds - right.Nanoseconds);

    /// <summary>Whether the left instant is earlier.</summary>
    public static bool operator <(Instant left, Instant right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether the left instant is later.</summary>
    public static bool operator >(Instant left, Instant right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether the left instant is earlier or the same.</summary>
    public static bool operator <=(Instant left, Instant right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether the left instant is later or the same.</summary>
    public static bool operator >=(Instant left, Instant right) => left.Nanoseconds >= right.Nanoseconds;

    /// <summary>For logs: seconds since the caller's zero.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Nanoseconds / 1e9:0.000000} s");
}
