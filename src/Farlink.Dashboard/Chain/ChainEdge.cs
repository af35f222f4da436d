namespace Farlink.Dashboard.Chain;

/// <summary>A way between two neighbours.</summary>
/// <param name="From">Node.</param>
/// <param name="To">Node.</param>
/// <param name="Moves">Messages that went it; null: it is not seen from here.</param>
/// <param name="Last">When the last one did; null: none, or not seen.</param>
internal sealed record ChainEdge(string From, string To, long? Moves, DateTimeOffset? Last);
