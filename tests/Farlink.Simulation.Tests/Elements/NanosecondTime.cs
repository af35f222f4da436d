namespace Farlink.Simulation.Tests.Elements;

/// <summary>A clock that only moves when told, and as fine as Linux's own: one nanosecond is the step at a limit.</summary>
internal sealed class NanosecondTime : TimeProvider
{
    private const int NanosecondsPerTick = 100;

    private long _nanoseconds = 1_000_000;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => Interlocked.Read(ref _nanoseconds);

    public void Advance(TimeSpan duration) => AdvanceNanoseconds(duration.Ticks * NanosecondsPerTick);

    public void AdvanceNanoseconds(long nanoseconds) => Interlocked.Add(ref _nanoseconds, nanoseconds);
}
