namespace Farlink.Dashboard.Chain;

/// <summary>A part of the chain.</summary>
/// <param name="Id">device, broker, site, air, base or upstream.</param>
/// <param name="Title">For people.</param>
/// <param name="State">ok, warn, error, unknown or paused.</param>
/// <param name="Detail">One sentence.</param>
internal sealed record ChainNode(string Id, string Title, string State, string Detail)
{
    /// <summary>Messages in both directions, of the air frames sent, in the last minute; null: not seen from here.</summary>
    public int? Rate { get; init; }

    /// <summary>The same since the start; null: it does not run here.</summary>
    public long? Total { get; init; }

    public string? LastError { get; init; }

    public DateTimeOffset? ErrorAt { get; init; }
}
