using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// How much each publisher may put on the air in an hour where there are several: half of what routine traffic has, so that the
/// others find the other half whenever they come. A lone publisher has all of it.
/// </summary>
internal sealed class AirtimeShare
{
    /// <summary>Half of the 70 % that routine traffic may use.</summary>
    private const double Share = 0.35;

    private const int Slices = 6;
    private const int MostPublishers = 1000;
    private static readonly Duration Slice = new(DutyCycle.Window.Nanoseconds / Slices);
    private static readonly Duration Remembered = Duration.FromSeconds(24 * 3600);
    private readonly Dictionary<string, Use> _uses = new(StringComparer.Ordinal);
    private readonly Duration _most;
    private readonly double _nanosecondsAnOctet;

    public AirtimeShare(StationContext context)
    {
        var dutyCycle = context.Options.DutyCycle;
        _most = dutyCycle.IsLimited ? new Duration((long)(dutyCycle.Budget.Nanoseconds * Share)) : Duration.Zero;

        // What waits will cost at least this: full frames. What it did cost is counted when it is sent.
        _nanosecondsAnOctet = (double)context.Airtime(context.Options.MostFrameOctets).Nanoseconds / context.MostChunkOctets;
    }

    private bool IsLimited => _most > Duration.Zero;

    /// <summary>
    /// Whether a publisher, with octets that wait already, would take from the others with so many more. What it sends first in
    /// an hour never does: a long message must go some time.
    /// </summary>
    public bool IsOver(string publisher, int waiting, int octets, Instant now)
    {
        if (!IsLimited || publisher.Length == 0) return false;
        var use = _uses.GetValueOrDefault(publisher);
        var used = (use?.InTheHour(now) ?? 0) + (long)(waiting * _nanosecondsAnOctet);
        return used > 0 && used + (long)(octets * _nanosecondsAnOctet) > _most.Nanoseconds
            && _uses.Any(other => other.Value != use && other.Value.Last > now - Remembered);
    }

    /// <summary>Something of a publisher was accepted (no airtime yet), or was on the air.</summary>
    public void Note(string publisher, Duration airtime, Instant now)
    {
        if (!IsLimited || publisher.Length == 0) return;
        if (!_uses.TryGetValue(publisher, out var use))
        {
            if (_uses.Count >= MostPublishers) _uses.Remove(_uses.MinBy(one => one.Value.Last).Key);
            _uses[publisher] = use = new Use();
        }

        use.Add(airtime.Nanoseconds, now);
    }

    /// <summary>Airtime of one publisher, in nanoseconds.</summary>
    private sealed class Use
    {
        private readonly long[] _airtime = new long[Slices];
        private long _slice;

        /// <summary>When it was last heard of.</summary>
        public Instant Last { get; private set; }

        public long InTheHour(Instant now)
        {
            Advance(now);
            return _airtime.Sum();
        }

        public void Add(long airtime, Instant now)
        {
            Advance(now);
            Last = now;
            _airtime[_slice % Slices] += airtime;
        }

        private void Advance(Instant now)
        {
            var slice = now.Nanoseconds / Slice.Nanoseconds;
            if (slice - _slice >= Slices) Array.Clear(_airtime);
            else while (_slice < slice) _airtime[++_slice % Slices] = 0;
            _slice = slice;
        }
    }
}
