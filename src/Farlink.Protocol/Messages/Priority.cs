namespace Farlink.Protocol.Messages;

/// <summary>What goes first. Each priority is a lane: one may be unfinished on the air while a higher one passes.</summary>
public enum Priority
{
    /// <summary>At the next frame boundary, and up to 85 % of the airtime budget.</summary>
    Urgent = 0,

    /// <summary>In order, gathered as its route says.</summary>
    Normal = 1,

    /// <summary>When nothing else waits.</summary>
    Bulk = 2,
}
