namespace Farlink.Protocol.Link;

/// <summary>Why a message ended before its subscriber.</summary>
public enum DeadReason
{
    /// <summary>Its deadline passed while it waited here.</summary>
    Expired,

    /// <summary>Its deadline had passed when it arrived.</summary>
    ExpiredOnArrival,

    /// <summary>Its deadline passed while this end's broker was away.</summary>
    ExpiredInInbox,

    /// <summary>A newer message of its topic replaced it (its route keeps the newest only).</summary>
    Replaced,

    /// <summary>The receiver's filter does not let it in.</summary>
    RefusedByFilter,

    /// <summary>This end's broker will never take it.</summary>
    RefusedByBroker,

    /// <summary>The other end takes no message of its length.</summary>
    TooLongForPeer,

    /// <summary>It was in memory (QoS 0) when the session ended.</summary>
    LostInMemory,
}
