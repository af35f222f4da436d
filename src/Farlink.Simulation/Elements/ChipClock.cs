namespace Farlink.Simulation.Elements;

/// <summary>A chip's only clock: the time stamps of a <see cref="TimeProvider"/>, so that a test's fake clock moves it.</summary>
internal sealed class ChipClock(TimeProvider time)
{
    /// <summary>A moment that does not come.</summary>
    public const long Never = long.MaxValue;

    /// <summary>The present, in ticks of the provider.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>A moment after the present; never early, so a part of a tick counts as a whole one.</summary>
    public long After(TimeSpan duration)
    {
        var ticks = ((Int128)duration.Ticks * time.TimestampFrequency + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
        return (long)Int128.Min(Never, ticks + Now);
    }
}
