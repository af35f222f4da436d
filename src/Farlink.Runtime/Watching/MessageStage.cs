namespace Farlink.Runtime.Watching;

/// <summary>A step of a message's way that is counted.</summary>
public enum MessageStage
{
    /// <summary>Its end took it from the broker.</summary>
    Taken,

    /// <summary>All of it was on the air.</summary>
    OnAir,

    /// <summary>The other end has it on its disk.</summary>
    Confirmed,

    /// <summary>It came out of the air.</summary>
    Received,

    /// <summary>The broker behind the link has it: this end's, or, of a message that left, the other end's.</summary>
    Published,
}
