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

    /// <summary>Waits until an instant; returns at once if it has passed.</summary>
    public static Task WaitUntil(this TimeProvider time, Instant instant, CancellationToken cancellationToken)
    {
        var left = instant - time.Now();
        if (left <= Duration.Zero) return Task.CompletedTask;

        // Task.Delay cuts off fractions of a millisecond; a wait must not be short.
        return Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.Milliseconds)), time, cancellationToken);
    }
}
