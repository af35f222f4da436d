using Farlink.Protocol.Units;

namespace Farlink.Radios;

/// <summary>The protocol's instants, read from a <see cref="TimeProvider"/>.</summary>
public static class MonotonicTime
{
    /// <summary>Now, on the provider's monotonic clock: never the wall clock, which may jump.</summary>
    public static Instant Now(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var timestamp = (Int128)time.GetTimestamp() * 1_000_000_000 / time.TimestampFrequency;
        return new Instant((long)timestamp);
    }

    /// <summary>A timer stands still while the host is suspended; then this is the most that a wait is too long.</summary>
    private static readonly Duration LongestDelay = Duration.FromSeconds(60);

    /// <summary>Waits until an instant, however far; returns at once if it has passed.</summary>
    public static async Task WaitUntil(this TimeProvider time, Instant instant, CancellationToken cancellationToken)
    {
        for (var now = time.Now(); instant > now; now = time.Now())
        {
            var left = instant - now;

            // Task.Delay cuts off fractions of a millisecond; a wait must not be short.
            var delay = left < LongestDelay ? left : LongestDelay;
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(delay.Milliseconds)), time, cancellationToken);
        }
    }
}
