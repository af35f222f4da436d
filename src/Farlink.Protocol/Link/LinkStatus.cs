using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>What a link is doing.</summary>
public sealed record LinkStatus
{
    /// <summary>The link's id.</summary>
    public required byte Link { get; init; }

    /// <summary>The site's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether a session is up.</summary>
    public required bool HasSession { get; init; }

    /// <summary>Whether the peer was heard inside its limit.</summary>
    public required bool IsOnline { get; init; }

    /// <summary>Time since an authentic frame came; null before the first.</summary>
    public required Duration? SinceHeard { get; init; }

    /// <summary>How the last authentic frame arrived.</summary>
    public required LinkQuality Quality { get; init; }

    /// <summary>Power of frames to it; null where power is left alone.</summary>
    public required Dbm? Power { get; init; }

    /// <summary>Messages in the outbox, on the air included.</summary>
    public required int QueuedMessages { get; init; }

    /// <summary>Octets in the outbox.</summary>
    public required long QueuedOctets { get; init; }

    /// <summary>Share of our frames that the peer does not get, from 0 to 1.</summary>
    public required double Loss { get; init; }

    /// <summary>Highest stream id given.</summary>
    public required long HighestGiven { get; init; }

    /// <summary>Highest stream id confirmed.</summary>
    public required long Freed { get; init; }

    /// <summary>Octets of chunks and messages held in memory beside the queue.</summary>
    public required int HeldOctets { get; init; }

    internal static LinkStatus Of(Link link, Instant now) => new()
    {
        Link = link.Options.Id,
        Name = link.Options.Name,
        HasSession = link.Current is { IsResumed: true },
        IsOnline = link.Presence.IsOnline,
        SinceHeard = link.Presence.LastHeard is { } heard ? now - heard : null,
        Quality = link.Quality,
        Power = link.Power.Power,
        QueuedMessages = link.Outbound.Queue.Messages,
        QueuedOctets = link.Outbound.Queue.Octets,
        Loss = link.Loss.Frames,
        HighestGiven = link.Outbound.HighestGiven,
        Freed = link.Outbound.Freed,
        HeldOctets = (link.Current?.Sending.HeldOctets ?? 0) + (link.Current?.Receiving.HeldOctets ?? 0),
    };
}
