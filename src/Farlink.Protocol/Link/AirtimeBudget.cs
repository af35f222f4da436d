using Farlink.Protocol.Airtime;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// The airtime of one radio in one sub-band, over all its links: the exact ledger, the reserve, each link's fair share at a base,
/// and leases, which are committed ahead so that not every frame costs a disk write.
/// </summary>
internal sealed class AirtimeBudget
{
    private const int LeasesPerHour = 200;

    private static readonly double[] Reach = [0.70, 0.85, 0.95, 1.0];

    /// <summary>Most of the budget that answers to hellos and hints may take (nothing unasked may spend more).</summary>
    private const double HandshakeShare = 0.05;

    private readonly AirtimeLedger _ledger;
    private readonly AirtimeLedger _handshakes;
    private readonly AirtimeLedger[] _shares;
    private readonly bool _isBase;
    private readonly List<LedgerEntry> _unsaved = [];
    private Duration _lease;

    /// <summary>Goes on from what a store remembers.</summary>
    /// <param name="dutyCycle">The limit.</param>
    /// <param name="links">Links that share it.</param>
    /// <param name="isBase">Whether this is a base: then each link has a share.</param>
    /// <param name="image">What the store holds.</param>
    /// <param name="now">The store's time; a lease that was open counts as spent until now.</param>
    public AirtimeBudget(DutyCycle dutyCycle, int links, bool isBase, StoreImage image, Instant now)
    {
        DutyCycle = dutyCycle;
        _isBase = isBase;
        _ledger = new AirtimeLedger(dutyCycle);
        _handshakes = new AirtimeLedger(dutyCycle);
        _shares = [.. Enumerable.Range(0, links).Select(_ => new AirtimeLedger(dutyCycle))];
        foreach (var entry in image.Ledger) _ledger.Record(entry.Start, entry.Airtime);
        if (image.Lease <= Duration.Zero) return;

        // It ended now at the latest. Unsaved too, so that the next commit makes it an entry of its own.
        var lease = image.Lease < dutyCycle.Budget ? image.Lease : dutyCycle.Budget;
        var start = now - lease;
        if (image.Ledger.Count > 0 && image.Ledger[^1].Start > start) start = image.Ledger[^1].Start;
        _ledger.Record(start, lease);
        _unsaved.Add(new LedgerEntry(start, lease));
    }

    /// <summary>The limit.</summary>
    public DutyCycle DutyCycle { get; }

    /// <summary>Airtime in the last hour.</summary>
    public Duration Used(Instant now) => _ledger.Used(now);

    /// <summary>When a transmission of this class and length may start, not before <paramref name="now"/>.</summary>
    public Instant Earliest(Instant now, Duration airtime, AirtimeClass airtimeClass, int link)
    {
        if (!DutyCycle.IsLimited) return now;
        var at = _ledger.Earliest(now, airtime, Part(Reach[(int)airtimeClass]));
        if (!_isBase) return at;
        var own = airtimeClass == AirtimeClass.Handshake
            ? _handshakes.Earliest(now, airtime, Part(HandshakeShare))
            : _shares[link].Earliest(now, airtime, Part(1.0 / _shares.Length));
        return own > at ? own : at;
    }

    /// <summary>How many answers of this length the link's share still allows now; at most 255.</summary>
    public byte Credit(Instant now, Duration answer, int link)
    {
        if (!DutyCycle.IsLimited) return byte.MaxValue;
        var left = Part(Reach[(int)AirtimeClass.Answer]) - _ledger.Used(now);
        if (_isBase)
        {
            var share = Part(1.0 / _shares.Length) - _shares[link].Used(now);
            if (share < left) left = share;
        }

        // This answer is one of them.
        return (byte)Math.Clamp((left.Nanoseconds / answer.Nanoseconds) - 1, 0, byte.MaxValue);
    }

    /// <summary>Whether the lease covers a transmission of this length.</summary>
    public bool IsLeased(Duration airtime) => !DutyCycle.IsLimited || _lease >= airtime;

    /// <summary>Whether it is time to renew the lease in a commit that is made anyway.</summary>
    public bool IsLeaseLow => DutyCycle.IsLimited && _lease.Nanoseconds < FullLease.Nanoseconds / 2;

    /// <summary>Notes a transmission; where there is no limit only to tell of it, and not beyond a restart.</summary>
    public void Spend(Instant start, Duration airtime, AirtimeClass airtimeClass, int link)
    {
        _ledger.Record(start, airtime);
        if (!DutyCycle.IsLimited) return;
        if (_isBase) (airtimeClass == AirtimeClass.Handshake ? _handshakes : _shares[link]).Record(start, airtime);
        _unsaved.Add(new LedgerEntry(start, airtime));
        _lease -= airtime;
    }

    /// <summary>
    /// What to commit for a new lease that covers at least this; call <see cref="Lease"/> when it is committed.
    /// </summary>
    public StoreOperation.Airtime Renew(Duration atLeast)
    {
        var lease = atLeast > FullLease ? atLeast : FullLease;
        var operation = new StoreOperation.Airtime([.. _unsaved], lease);
        _unsaved.Clear();
        return operation;
    }

    /// <summary>A renewal is committed; what was sent meanwhile under the old lease comes off the new one.</summary>
    public void Lease(Duration lease)
    {
        _lease = lease;
        foreach (var entry in _unsaved) _lease -= entry.Airtime;
    }

    private Duration FullLease => new(DutyCycle.Budget.Nanoseconds / LeasesPerHour);

    private Duration Part(double share) => new((long)(DutyCycle.Budget.Nanoseconds * share));
}
