using Farlink.Protocol.Units;

namespace Farlink.Demo;

/// <summary>How the demonstration goes.</summary>
internal sealed record DemoFigures
{
    /// <summary>Messages the device published.</summary>
    public required long Published { get; init; }

    /// <summary>Messages the subscriber got.</summary>
    public required long Delivered { get; init; }

    /// <summary>Messages that cannot arrive any more.</summary>
    public required long Lost { get; init; }

    /// <summary>Messages the subscriber got more than once.</summary>
    public required long Doubled { get; init; }

    /// <summary>Messages under way.</summary>
    public required long Waiting { get; init; }

    /// <summary>How many times faster than real the air passes.</summary>
    public required double Speed { get; init; }

    /// <summary>Frames that the weather takes, 0 to 90 %.</summary>
    public required double LossPercent { get; init; }

    /// <summary>Distance of the ends, in kilometres.</summary>
    public required double DistanceKilometres { get; init; }

    /// <summary>Whether somebody hostile sends.</summary>
    public required bool IsHostile { get; init; }

    /// <summary>Frames that one sent.</summary>
    public required long HostileFrames { get; init; }

    /// <summary>Whether the site runs.</summary>
    public required bool IsSiteUp { get; init; }

    /// <summary>Whether the base runs.</summary>
    public required bool IsBaseUp { get; init; }

    /// <summary>Crashes so far.</summary>
    public required long Crashes { get; init; }

    /// <summary>Airtime so far, of both ends.</summary>
    public required Duration Airtime { get; init; }
}
