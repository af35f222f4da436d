using System.Net;

namespace Farlink.Demo;

/// <summary>How the demonstration runs.</summary>
/// <param name="Messages">Messages to send; null until stopped.</param>
/// <param name="Interval">Time between messages, before <paramref name="Speed"/>.</param>
/// <param name="Speed">How many times faster than real interval and air pass. TLS takes the time it takes.</param>
/// <param name="IsNative">Whether the native link is spoken; else the seed's own format.</param>
internal sealed record DemoOptions(long? Messages, TimeSpan Interval, double Speed, bool IsNative = true)
{
    /// <summary>Where the dashboard is; null: nowhere.</summary>
    public IPEndPoint? Dashboard { get; init; }

    /// <summary>Time on the clock of the air.</summary>
    public static TimeSpan MostGathering { get; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether there is a page with controls: then the ends stand apart, the device publishes at QoS 2, so that no crash makes
    /// two messages of one, and all goes on until it is stopped.
    /// </summary>
    public bool HasPage => Dashboard is not null;

    public TimeSpan RealInterval => Real(Interval);

    /// <summary>A time between messages as it passes on the host's clock.</summary>
    public TimeSpan Real(TimeSpan interval) =>
        TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, (long)(interval.Ticks / Speed)));
}
