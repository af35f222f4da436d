using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Demo;

/// <summary>How a demonstration ended.</summary>
/// <param name="Published">Messages the device's broker acknowledged.</param>
/// <param name="Delivered">Of those, how many the subscriber upstream got.</param>
/// <param name="Duplicated">Messages it got more than once.</param>
/// <param name="Airtime">Time on air of both ends.</param>
/// <param name="PacePercent">Airtime a message over the interval: what the pace needs of an hour.</param>
/// <param name="Limit">What the sub-band allows.</param>
/// <param name="MessagesAskedFor">Messages asked for; null if it ran until stopped.</param>
/// <param name="IsNative">Whether the native link was spoken.</param>
internal sealed record DemoSummary(
    long Published, long Delivered, long Duplicated, Duration Airtime, double PacePercent, DutyCycle Limit,
    long? MessagesAskedFor, bool IsNative)
{
    /// <summary>Messages that still waited in the store of an end, where a page let the air be so bad; else 0.</summary>
    public long Waiting { get; init; }

    public long Lost => Published - Delivered - Waiting;

    public bool IsComplete => Lost == 0 && Duplicated == 0 && (MessagesAskedFor is null || Published == MessagesAskedFor);
}
