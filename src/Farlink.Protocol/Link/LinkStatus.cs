using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>What a link is doing.</summary>
public sealed record LinkStatus
{
    /// <summary>The link's id.</summary>
    public required byte Link { get; init; }

    /// <summary>The site's name.</summary>
    public required string Name { get; init; }

    /// <summary>How its ends know each other: <c>psk</c>, <c>edhoc</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Whether it was ended for good: its peer is no longer trusted.</summary>
    public required bool IsEnded { get; init; }

    /// <summary>Whether it sends no messages because somebody said so.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>Whether a session is up.</summary>
    public required bool HasSession { get; init; }

    /// <summary>Time since the session in use was made; null without one.</summary>
    public required Duration? SessionAge { get; init; }

    /// <summary>Whether the peer was heard inside its limit.</summary>
    public required bool IsOnline { get; init; }

    /// <summary>Time since an authentic frame came; null before the first.</summary>
    public required Duration? SinceHeard { get; init; }

    /// <summary>How the last authentic frame arrived.</summary>
    public required LinkQuality Quality { get; init; }

    /// <summary>By how much that frame was above what can just be received; null where the radio does not tell.</summary>
    public required Decibel? Margin { get; init; }

    /// <summary>Power of frames to it; null where power is left alone.</summary>
    public required Dbm? Power { get; init; }

    /// <summary>Messages in the outbox, on the air included.</summary>
    public required int QueuedMessages { get; init; }

    /// <summary>Octets in the outbox.</summary>
    public required long QueuedOctets { get; init; }

    /// <summary>
    /// How long the oldest message in the outbox has been there, in the store's time; null if there is none.
    /// </summary>
    public required Duration? OldestAge { get; init; }

    /// <summary>Messages of the peer that the broker has not taken yet.</summary>
    public required int InboxMessages { get; init; }

    /// <summary>Octets of those messages.</summary>
    public required long InboxOctets { get; init; }

    /// <summary>Frames to the peer that were on the air since the start, repeats included.</summary>
    public required long FramesSent { get; init; }

    /// <summary>Those of them whose chunk had been on the air before.</summary>
    public required long FramesRepeated { get; init; }

    /// <summary>Authentic new frames of the peer since the start, handshakes not included.</summary>
    public required long FramesReceived { get; init; }

    /// <summary>Share of our frames that the peer does not get, from 0 to 1.</summary>
    public required double Loss { get; init; }

    /// <summary>From the end of the last poll answered at once to the end of its answer; null before the first.</summary>
    public required Duration? RoundTrip { get; init; }

    /// <summary>Highest stream id given.</summary>
    public required long HighestGiven { get; init; }

    /// <summary>Highest stream id confirmed.</summary>
    public required long Freed { get; init; }

    /// <summary>Octets of chunks and messages held in memory beside the queue.</summary>
    public required int HeldOctets { get; init; }

    internal static LinkStatus Of(Link link, LoRaModulation modulation, Instant now) => new()
    {
        Link = link.Options.Id,
        Name = link.Options.Name,
        Mode = link.Options.Identity.Mode,
        IsEnded = link.IsEnded,
        IsPaused = link.IsPaused,
        HasSession = link.Current is { IsResumed: true },
        SessionAge = link.Current is { } session ? now - session.Start : null,
        IsOnline = link.Presence.IsOnline,
        SinceHeard = link.Presence.LastHeard is { } heard ? now - heard : null,
        Quality = link.Quality,
        Margin = PowerControl.MarginOf(link.Quality, modulation) is { } margin ? new Decibel(margin) : null,
        Power = link.Power.Power,
        QueuedMessages = link.Outbound.Queue.Messages,
        QueuedOctets = link.Outbound.Queue.Octets,
        OldestAge = link.Outbound.Queue.Oldest is { } oldest ? now - oldest.Row.Accepted : null,
        InboxMessages = link.Inbound.WaitingMessages,
        InboxOctets = link.Inbound.WaitingOctets,
        FramesSent = link.Frames.Sent,
        FramesRepeated = link.Frames.Repeated,
        FramesReceived = link.Frames.Received,
        Loss = link.Loss.Frames,
        RoundTrip = link.Talk.RoundTrip,
        HighestGiven = link.Outbound.HighestGiven,
        Freed = link.Outbound.Freed,
        HeldOctets = (link.Current?.Sending.HeldOctets ?? 0) + (link.Current?.Receiving.HeldOctets ?? 0),
    };
}
