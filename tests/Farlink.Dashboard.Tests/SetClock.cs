using Microsoft.Extensions.Time.Testing;

namespace Farlink.Dashboard.Tests;

/// <summary>A clock that can also be set, back too, as a host's is: timers and time stamps go on as if nothing were.</summary>
internal sealed class SetClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero))
{
    /// <summary>By how much it was set.</summary>
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;

    /// <summary>In ticks, as the frequency says; the base would take the time above.</summary>
    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;
}
