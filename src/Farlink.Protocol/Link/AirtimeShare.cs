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
    private readonly long _most;

    public AirtimeShare(StationContext context)
    {
        var frames = context.Options.DutyCycle.Budget.Seconds * Share / context.Airtime(context.Options.MostFrameOctets).Seconds;
        _most = context.Options.DutyCycle.IsLimited ? (long)(frames * context.MostChunkOctets) : long.MaxValue;
    }

    /// <summary>
    /// Whether a publisher, with octets that wait already, would take from the others with so many more. What it sends
    /// first in an
    /// hour never does: a long message must go some time.
    /// </summary>
    public bool IsOver(string publisher, int waiting, int octets, Instant now)
    {
        if (_most == long.MaxValue || publisher.Length == 0) return false;
        var use = _uses.GetValueOrDefault(publisher);
        var used = waiting + (use?.InTheHour(now) ?? 0);
        return used > 0 && used + octets > _most && _uses.Any(other => other.Value != use && other.Value.Last > now - Remembered);
    }

    /// <summary>A message goes out.</summary>
    public void Note(string publisher, int octets, Instant now)
    {
        if (_most == long.MaxValue || publisher.Length == 0) return;
        if (!_uses.TryGetValue(publisher, out var use))
        {
            if (_uses.Count >= MostPublishers) _uses.Remove(_uses.MinBy(one => one.Value.Last).Key);
            _uses[publisher] = use = new Use();
        }

        use.Add(octets, now);
    }

    private sealed class Use
    {
        private readonly long[] _octets = new long[Slices];
        private long _slice;

        /// <summary>When it last published.</summary>
        public Instant Last { get; private set; }

        public long InTheHour(Instant now)
        {
            Advance(now);
            return _octets.Sum();
        }

        public void Add(int octets, Instant now)
        {
            Advance(now);
            Last = now;
            _octets[_slice % Slices] += octets;
        }

        private void Advance(Instant now)
        {
            var slice = now.Nanoseconds / Slice.Nanoseconds;
            if (slice - _slice >= Slices) Array.Clear(_octets);
            else while (_slice < slice) _octets[++_slice % Slices] = 0;
            _slice = slice;
        }
    }
}
