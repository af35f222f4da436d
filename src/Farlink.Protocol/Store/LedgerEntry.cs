using Farlink.Protocol.Units;

namespace Farlink.Protocol.Store;

/// <summary>One transmission, or a lease that counts as one until it is settled.</summary>
/// <param name="Start">When it began, in the store's time.</param>
/// <param name="Airtime">How long it was, or at most is.</param>
public readonly record struct LedgerEntry(Instant Start, Duration Airtime);
