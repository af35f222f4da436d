namespace Farlink.Simulation.Ether;

/// <summary>What became of frames on a simulated ether, counted per receiver.</summary>
public sealed record EtherCounters
{
    /// <summary>Frames put on the air.</summary>
    public long Sent { get; internal set; }

    /// <summary>Frames delivered.</summary>
    public long Delivered { get; internal set; }

    /// <summary>Frames destroyed by another one on the same channel.</summary>
    public long Collided { get; internal set; }

    /// <summary>Frames missed because the receiver was sending.</summary>
    public long Deaf { get; internal set; }

    /// <summary>Frames too weak to decode.</summary>
    public long TooWeak { get; internal set; }

    /// <summary>Frames lost at random.</summary>
    public long Lost { get; internal set; }
}
