using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>Between which powers a radio may choose.</summary>
/// <param name="Least">What it can do least.</param>
/// <param name="Most">What is configured, and allowed.</param>
public sealed record PowerRange(Dbm Least, Dbm Most);
