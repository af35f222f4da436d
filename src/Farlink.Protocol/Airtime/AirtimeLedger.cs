using Farlink.Protocol.Units;

namespace Farlink.Protocol.Airtime;

/// <summary>
/// What one radio has sent in one sub-band in the last hour, exactly: a transmission [s, s+d] is inside the limit if the airtime
/// in (s+d-3600 s, s+d], the oldest entry counted pro rata and this one included, stays within the budget.
/// Not safe for several threads.
/// </summary>
public sealed class AirtimeLedger
{
    /// <summary>Most entries kept; beyond it the two oldest become one that counts as long as the younger of them.</summary>
    public const int MostEntries = 16_384;

    private readonly Queue<Entry> _entries = new();
    private Entry? _oldest;
    private Duration _total;

    /// <summary>Makes an empty ledger.</summary>
    /// <param name="dutyCycle">The limit of the sub-band.</param>
    public AirtimeLedger(DutyCycle dutyCycle) => DutyCycle = dutyCycle;

    /// <summary>The limit.</summary>
    public DutyCycle DutyCycle { get; }

    /// <summary>Entries held, never more than <see cref="MostEntries"/>.</summary>
    public int Count => _entries.Count + (_oldest is null ? 0 : 1);

    /// <summary>Notes a transmission. Starts must not go backwards.</summary>
    /// <param name="start">When its first symbol left.</param>
    /// <param name="airtime">How long it was, or its upper bound.</param>
    public void Record(Instant start, Duration airtime)
    {
        Forget(start + airtime);
        if (_oldest is null)
            _oldest = new Entry(start, airtime);
        else
            _entries.Enqueue(new Entry(start, airtime));
        _total += airtime;
        if (Count > MostEntries) MergeOldest();
    }

    /// <summary>Airtime in the hour that ends at <paramref name="now"/>.</summary>
    public Duration Used(Instant now)
    {
        Forget(now);
        var used = Duration.Zero;
        foreach (var entry in All()) used += entry.Inside(now - DutyCycle.Window, now);
        return used;
    }

    /// <summary>The share of the hour that ends at <paramref name="now"/>, in percent.</summary>
    public double UsedPercent(Instant now) => 100.0 * Used(now).Nanoseconds / DutyCycle.Window.Nanoseconds;

    /// <summary>
    /// The earliest start, not before <paramref name="now"/>, at which a transmission of this length stays inside the limit;
    /// <see cref="Instant.Never"/> if it is longer than the whole budget.
    /// </summary>
    public Instant Earliest(Instant now, Duration airtime) => Earliest(now, airtime, DutyCycle.Budget);

    /// <summary>As <see cref="Earliest(Instant, Duration)"/>, but inside a part of the budget.</summary>
    /// <param name="now">Not before this.</param>
    /// <param name="airtime">How long.</param>
    /// <param name="budget">Most airtime in the hour that ends with it; at most the limit's own budget.</param>
    public Instant Earliest(Instant now, Duration airtime, Duration budget)
    {
        if (!DutyCycle.IsLimited) return now;
        if (airtime > budget) return Instant.Never;

        // So much of the past must lie before the window's start; the window ends with the transmission. Nothing is forgotten
        // here: the question may be about the future.
        var shed = _total + airtime - budget;
        if (shed <= Duration.Zero) return now;
        foreach (var entry in All())
        {
            if (entry.Airtime < shed)
            {
                shed -= entry.Airtime;
                continue;
            }

            var start = entry.Start + shed + DutyCycle.Window - airtime;
            return start > now ? start : now;
        }

        return now;
    }

    private IEnumerable<Entry> All()
    {
        if (_oldest is { } oldest) yield return oldest;
        foreach (var entry in _entries) yield return entry;
    }

    private void Forget(Instant now)
    {
        while (_oldest is { } oldest && oldest.End <= now - DutyCycle.Window)
        {
            _total -= oldest.Airtime;
            _oldest = _entries.TryDequeue(out var next) ? next : null;
        }
    }

    private void MergeOldest()
    {
        var younger = _entries.Dequeue();
        var airtime = _oldest!.Value.Airtime + younger.Airtime;
        _oldest = new Entry(younger.End - airtime, airtime);
    }

    private readonly record struct Entry(Instant Start, Duration Airtime)
    {
        public Instant End => Start + Airtime;

        public Duration Inside(Instant from, Instant to)
        {
            var start = Start > from ? Start : from;
            var end = End < to ? End : to;
            return end > start ? end - start : Duration.Zero;
        }
    }
}
