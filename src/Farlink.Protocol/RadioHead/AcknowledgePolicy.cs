namespace Farlink.Protocol.RadioHead;

/// <summary>Whether a receiver answers what is addressed to it.</summary>
public enum AcknowledgePolicy
{
    /// <summary>
    /// Answer reliable senders only. A plain driver leaves the ID at 0 and does not wait; a reliable datagram counts from 1. A
    /// sender that has once used another ID than 0, or sets the repeat flag, is reliable.
    /// </summary>
    ReliableSenders,

    /// <summary>Answer everything, as RHReliableDatagram does.</summary>
    Always,

    /// <summary>Answer nothing, as the seed does.</summary>
    Never,
}
