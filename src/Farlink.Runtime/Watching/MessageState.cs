namespace Farlink.Runtime.Watching;

/// <summary>How far a message is, as one end knows it.</summary>
public enum MessageState
{
    /// <summary>Safe on the disk of the end that took it; waits for its turn.</summary>
    Waiting,

    /// <summary>All of it was on the air.</summary>
    OnAir,

    /// <summary>The other end has it on its disk.</summary>
    Confirmed,

    /// <summary>At the end that got it: on its disk, and on the way to its broker.</summary>
    Received,

    /// <summary>The broker behind the link has it.</summary>
    Published,

    /// <summary>A subscriber got it; known in the demonstration only.</summary>
    Delivered,

    /// <summary>It ended on the way, and says why.</summary>
    Dead,
}
