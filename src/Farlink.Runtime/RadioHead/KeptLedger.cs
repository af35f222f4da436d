using Farlink.Protocol.Airtime;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Runtime.Link;
using Farlink.Storage;

namespace Farlink.Runtime.RadioHead;

/// <summary>
/// The airtime ledger of a radio in RadioHead mode, which has no other use for a store: a restart must not refill the budget.
/// Each
/// transmission is on the disk before it is keyed.
/// </summary>
public sealed class KeptLedger : IDisposable
{
    private readonly SqliteStore _store;
    private readonly StoreClock _clock;
    private long _ticket;

    private KeptLedger(SqliteStore store, DutyCycle limit, TimeProvider time)
    {
        _store = store;
        var image = store.Load();
        _clock = StoreClock.Start(store, image, time);
        Ledger = new AirtimeLedger(limit);

        // The guard's ledger runs on the radio's clock.
        var offset = _clock.From(new Instant(0)) - new Instant(0);
        foreach (var entry in image.Ledger) Ledger.Record(entry.Start - offset, entry.Airtime);
        if (image.Lease <= Duration.Zero) return;

        // It ended now at the latest. An entry of its own from here on: the next commit ends the lease, and what may have been
        // sent stays sent.
        var lease = image.Lease < limit.Budget ? image.Lease : limit.Budget;
        var start = _clock.Now - lease;
        if (image.Ledger.Count > 0 && image.Ledger[^1].Start > start) start = image.Ledger[^1].Start;
        Ledger.Record(start - offset, lease);
        Commit(_clock.Now, new LedgerEntry(start, lease));
    }

    /// <summary>What was on the air in the last hour, also before this start.</summary>
    public AirtimeLedger Ledger { get; }

    /// <summary>Opens the store of an end.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static KeptLedger Open(string path, DutyCycle limit, TimeProvider time) => new(SqliteStore.Open(path), limit, time);

    /// <summary>Keeps a transmission that is about to begin.</summary>
    /// <param name="start">When it begins, on the radio's clock.</param>
    /// <param name="airtime">How long it will be.</param>
    /// <exception cref="StoreException">It cannot be written: then it must not begin.</exception>
    public void Keep(Instant start, Duration airtime)
    {
        var at = _clock.From(start);
        Commit(at, new LedgerEntry(at, airtime));
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private void Commit(Instant at, LedgerEntry entry) =>
        _store.Commit([new CommitRequest(++_ticket, at, [new StoreOperation.Airtime([entry], Duration.Zero)])]);
}
