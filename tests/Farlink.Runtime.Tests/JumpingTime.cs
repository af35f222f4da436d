using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests;

/// <summary>A host whose wall clock somebody sets, while its monotonic clock goes on.</summary>
internal sealed class JumpingTime(FakeTimeProvider steady) : TimeProvider
{
    /// <summary>How far the wall clock was set.</summary>
    public TimeSpan Jumped { get; set; }

    public override long TimestampFrequency => steady.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => steady.GetUtcNow() + Jumped;

    public override long GetTimestamp() => steady.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        steady.CreateTimer(callback, state, dueTime, period);
}
