namespace Farlink.Simulation.RadioHeadEther;

/// <summary>What happens at a <see cref="RadioHeadEtherServer"/>.</summary>
/// <param name="Peer">TCP address of the node.</param>
public abstract record EtherEvent(string Peer)
{
    /// <summary>A node connected.</summary>
    public sealed record Joined(string Peer) : EtherEvent(Peer);

    /// <summary>A node told its address.</summary>
    public sealed record Addressed(string Peer, byte Address) : EtherEvent(Peer);

    /// <summary>A node sent a frame.</summary>
    public sealed record Sent(string Peer, ReadOnlyMemory<byte> Frame) : EtherEvent(Peer);

    /// <summary>A node was turned away or cut off.</summary>
    public sealed record Refused(string Peer, string Reason) : EtherEvent(Peer);

    /// <summary>A node is gone.</summary>
    public sealed record Left(string Peer) : EtherEvent(Peer);
}
