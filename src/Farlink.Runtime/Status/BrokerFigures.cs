namespace Farlink.Runtime.Status;

/// <summary>The broker of this end: the devices' at a site, the upstream one at a base.</summary>
public sealed record BrokerFigures
{
    /// <summary>Whether it is our own.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>Where ours listens, or where the other one is.</summary>
    public required string Where { get; init; }

    /// <summary>Whether ours listens, or we are connected to the other one.</summary>
    public required bool IsUp { get; init; }

    /// <summary>Whether clients can connect to ours anywhere: one of its addresses at least is this host's.</summary>
    public bool IsReachable { get; init; } = true;

    /// <summary>Why we are not connected, or why nobody can connect to ours.</summary>
    public string? Trouble { get; init; }

    /// <summary>Clients that are connected to ours.</summary>
    public int? Clients { get; init; }

    /// <summary>Messages that ours dropped because too many waited for their receiver, since the start.</summary>
    public long? Dropped { get; init; }

    /// <summary>Publications of QoS 2 whose end the other one's memory could not tell, since the start.</summary>
    public long? InDoubt { get; init; }
}
