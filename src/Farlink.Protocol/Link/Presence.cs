using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// Whether the peer is there, from authentic frames alone: online when heard, offline after silence or a goodbye.
/// </summary>
internal sealed class Presence(LinkOptions options, StationContext context)
{
    /// <summary>When an authentic frame last came; null before the first of this run.</summary>
    public Instant? LastHeard { get; private set; }

    /// <summary>Whether the peer counts as there.</summary>
    public bool IsOnline { get; private set; }

    /// <summary>When silence has lasted too long.</summary>
    public Instant NextTimeout => IsOnline ? LastHeard!.Value + options.SilenceLimit : Instant.Never;

    /// <summary>An authentic frame came.</summary>
    public void HandleHeard(Instant now)
    {
        LastHeard = now;
        if (IsOnline) return;
        IsOnline = true;
        context.Events.Enqueue(new LinkEvent.Online(options.Id));
    }

    /// <summary>Ends it when silence has lasted too long.</summary>
    public void HandleTimeout(Instant now)
    {
        if (NextTimeout <= now) GoOffline(isClean: false);
    }

    /// <summary>The peer said goodbye, or is silent.</summary>
    public void GoOffline(bool isClean)
    {
        if (!IsOnline) return;
        IsOnline = false;
        context.Events.Enqueue(new LinkEvent.Offline(options.Id, isClean));
    }
}
