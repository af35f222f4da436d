namespace Farlink.Protocol.Store;

/// <summary>What a store knows of one link beside its messages.</summary>
public sealed record LinkRecord
{
    /// <summary>The link.</summary>
    public required byte Link { get; init; }

    /// <summary>
    /// Combined (XOR) with the store's id it is the id that this peer sees; 0 until this store was rolled back.
    /// </summary>
    public ulong Incarnation { get; init; }

    /// <summary>The peer's store as last heard; 0 before the first session.</summary>
    public ulong PeerStore { get; init; }

    /// <summary>The highest stream id of that store that was committed here (C).</summary>
    public long Committed { get; init; }

    /// <summary>The highest stream id given to an outgoing message, QoS 0 included.</summary>
    public long HighestGiven { get; init; }

    /// <summary>Every outgoing stream id up to this one is known to be committed at the peer.</summary>
    public long Freed { get; init; }

    /// <summary>
    /// Site: hello counters up to this one may have been used. Base: the highest seen in an authentic hello.
    /// </summary>
    public uint HelloCounter { get; init; }

    /// <summary>Base: hint counters up to this one may have been used. Site: the highest seen.</summary>
    public uint HintCounter { get; init; }

    /// <summary>Site: sessions begun since one last lasted; spreads the hellos of a site that restarts again and again.</summary>
    public int Attempts { get; init; }
}
