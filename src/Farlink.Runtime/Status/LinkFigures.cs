using Farlink.Protocol.Link;
using Farlink.Protocol.Units;

namespace Farlink.Runtime.Status;

/// <summary>One link. What is null is not known, or does not exist in its mode.</summary>
public sealed record LinkFigures
{
    /// <summary>Where nothing tells whether the other end is there, what was measured that long ago is no news.</summary>
    private static readonly Duration Forgotten = Duration.FromSeconds(600);

    /// <summary>The link's id; in RadioHead mode the address of the other node.</summary>
    public required int Id { get; init; }

    /// <summary>The site's name.</summary>
    public required string Name { get; init; }

    /// <summary>How its ends know each other: <c>psk</c>, <c>edhoc</c>; or <c>radiohead</c>: not at all.</summary>
    public required string Mode { get; init; }

    /// <summary>Whether it was ended for good, by <c>farlink unpair</c>.</summary>
    public bool IsEnded { get; init; }

    /// <summary>Whether it sends no messages because somebody said so.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether a session is up.</summary>
    public bool? HasSession { get; init; }

    /// <summary>How old the session is.</summary>
    public Duration? SessionAge { get; init; }

    /// <summary>Whether the other end was heard inside its limit.</summary>
    public bool? IsOnline { get; init; }

    /// <summary>Time since an authentic frame came; in RadioHead mode any frame for us.</summary>
    public Duration? SinceHeard { get; init; }

    /// <summary>
    /// Whether what was measured last is no longer how it is: the other end is not heard inside its limit; where there is none,
    /// for ten minutes.
    /// </summary>
    public bool IsSilent => IsOnline is { } isOnline ? !isOnline : SinceHeard > Forgotten;

    /// <summary>Signal strength of that frame.</summary>
    public Dbm? Rssi { get; init; }

    /// <summary>Its signal-to-noise ratio.</summary>
    public Decibel? Snr { get; init; }

    /// <summary>By how much it was above what can just be received.</summary>
    public Decibel? Margin { get; init; }

    /// <summary>Power of our frames, where it adapts.</summary>
    public Dbm? Power { get; init; }

    /// <summary>Share of our frames that the other end does not get, from 0 to 1.</summary>
    public double? Loss { get; init; }

    /// <summary>From the end of the last question that was answered at once to the end of its answer.</summary>
    public Duration? RoundTrip { get; init; }

    /// <summary>Frames that were on the air since the start, repeats included.</summary>
    public required long Sent { get; init; }

    /// <summary>Frames of the other end since the start.</summary>
    public required long Received { get; init; }

    /// <summary>Those of <see cref="Sent"/> that had been on the air before.</summary>
    public long? Repeated { get; init; }

    /// <summary>Frames that named this link and were refused, since the start: forged, damaged, old.</summary>
    public required long Refused { get; init; }

    /// <summary>What waits for it.</summary>
    public required QueueFigures Queue { get; init; }

    /// <summary>What has come from it and waits for the broker.</summary>
    public InboxFigures? Inbox { get; init; }

    internal static LinkFigures Of(LinkStatus status, long refused, long expired, long dead) => new()
    {
        Id = status.Link,
        Name = status.Name,
        Mode = status.Mode,
        IsEnded = status.IsEnded,
        HasSession = status.HasSession,
        SessionAge = status.SessionAge,
        IsOnline = status.IsOnline,
        SinceHeard = status.SinceHeard,
        Rssi = status.Quality.Rssi,
        Snr = status.Quality.Snr,
        Margin = status.Margin,
        Power = status.Power,
        Loss = status.Loss,
        RoundTrip = status.RoundTrip,
        IsPaused = status.IsPaused,
        Sent = status.FramesSent,
        Received = status.FramesReceived,
        Repeated = status.FramesRepeated,
        Refused = refused,
        Queue = new QueueFigures(status.QueuedMessages, status.QueuedOctets, status.OldestAge, expired, dead),
        Inbox = new InboxFigures(status.InboxMessages, status.InboxOctets),
    };
}
