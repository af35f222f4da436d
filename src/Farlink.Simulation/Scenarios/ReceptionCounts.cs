namespace Farlink.Simulation.Scenarios;

/// <summary>What the base made of the frames of a site that were on its channel.</summary>
/// <param name="Received">Received.</param>
/// <param name="Collided">Destroyed by another frame.</param>
/// <param name="TooWeak">Too weak at this distance.</param>
/// <param name="Deaf">Missed while the base was sending.</param>
/// <param name="Lost">Lost by the loss that was asked for.</param>
public sealed record ReceptionCounts(long Received, long Collided, long TooWeak, long Deaf, long Lost)
{
    /// <summary>None at all.</summary>
    public static ReceptionCounts None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>All of them.</summary>
    public long All => Received + Collided + TooWeak + Deaf + Lost;
}
