using Farlink.Protocol.Units;

namespace Farlink.Protocol.Store;

/// <summary>
/// Changes that must be on the disk before <see cref="Link.LinkStation.HandleCommitted"/> is called with their ticket.
/// </summary>
/// <param name="Ticket">Rising by one; requests are committed in this order.</param>
/// <param name="At">The store's time: after a restart time goes on from the last commit, or later.</param>
/// <param name="Operations">What to change, in this order, all or nothing.</param>
public sealed record CommitRequest(long Ticket, Instant At, IReadOnlyList<StoreOperation> Operations);
