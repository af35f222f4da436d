using Farlink.Runtime.Status;
using Farlink.Storage;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Watching;

/// <summary>
/// How links were: every ten seconds of the last ten minutes in memory, minutes of a day and half hours of a month on the disk.
/// What happened in the last five minutes may be missing after a loss of power. Without a file minutes of a day are in memory.
/// Thread-safe.
/// </summary>
public sealed class LinkHistory : IDisposable
{
    /// <summary>Length of a step that is kept in memory.</summary>
    public const int StepSeconds = 10;

    private const int Day = 86_400;
    private const int RecentSeconds = 660;
    private const int WriteEverySeconds = 300;

    /// <summary>
    /// Minutes in memory, those of all links together: that wait for a disk that does not take them, or that have none. Some
    /// 3 MB; a day of a dozen links.
    /// </summary>
    private const int MostUnwritten = 20_000;

    private readonly HistoryStore? _store;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Role, int Link), Track> _tracks = [];
    private readonly List<LinkSample> _unwritten = [];
    private long _writtenAt;
    private long _lastAt;
    private bool _hasFailed;

    /// <summary>Begins to remember.</summary>
    /// <param name="store">
    /// Where it goes on after a restart; null: it does not, and goes back a day at most. Disposed of with this.
    /// </param>
    /// <param name="logger">Where it is told that the disk does not take it.</param>
    public LinkHistory(HistoryStore? store, ILogger logger)
    {
        _store = store;
        _logger = logger;
    }

    /// <summary>
    /// Whether the time given with samples can be believed; default so. While it is not, nothing older is deleted.
    /// </summary>
    public Func<bool> IsClockSure { get; init; } = () => true;

    /// <summary>The last sample of each link.</summary>
    public IReadOnlyList<LinkSample> Last
    {
        get
        {
            lock (_lock) return [.. _tracks.Values.Where(track => track.Recent.Count > 0).Select(track => track.Recent.Last())];
        }
    }

    /// <summary>Takes how an end's links are, every <see cref="StepSeconds"/>.</summary>
    /// <param name="role">Which end.</param>
    /// <param name="links">Its links.</param>
    /// <param name="now">The time that people go by.</param>
    public void Take(string role, IReadOnlyList<LinkFigures> links, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(links);
        var at = now.ToUnixTimeSeconds() / StepSeconds * StepSeconds;
        lock (_lock)
        {
            foreach (var link in links)
            {
                if (!_tracks.TryGetValue((role, link.Id), out var track)) _tracks[(role, link.Id)] = track = new Track();
                track.Add(Sample(role, link, at, track.RepeatsSince(link.Repeated ?? 0)), RecentSeconds, _unwritten);
            }

            _lastAt = at;
            if (_writtenAt == 0) _writtenAt = at;
            if (at - _writtenAt >= WriteEverySeconds || at < _writtenAt) Write(at);
        }
    }

    /// <summary>Samples of one link, oldest first.</summary>
    /// <param name="role">Which end.</param>
    /// <param name="link">The link.</param>
    /// <param name="span">How far back.</param>
    /// <param name="now">The time that people go by.</param>
    /// <exception cref="StoreException">The disk cannot be read.</exception>
    public (int StepSeconds, IReadOnlyList<LinkSample> Samples) Read(string role, int link, HistorySpan span, DateTimeOffset now)
    {
        var time = now.ToUnixTimeSeconds();
        lock (_lock)
        {
            if (span == HistorySpan.TenMinutes)
            {
                return (StepSeconds, _tracks.TryGetValue((role, link), out var track)
                    ? [.. track.Recent.Where(one => one.At >= time - 600)] : []);
            }

            List<LinkSample> rest = [.. _unwritten.Where(one => one.Role == role && one.Link == link && one.At <= time)];
            if (span == HistorySpan.Day)
            {
                rest.RemoveAll(one => one.At < time - Day);
                return (HistoryStore.MinuteSeconds, [.. Stored(HistoryStore.MinuteSeconds, time - Day), .. rest]);
            }

            // The half hour under way is not on the disk as such.
            var halfHours = Stored(HistoryStore.HalfHourSeconds, time - HistoryStore.KeepHalfHoursSeconds);
            var after = halfHours.Count > 0 ? halfHours[^1].At + HistoryStore.HalfHourSeconds : 0;
            var open = Stored(HistoryStore.MinuteSeconds, after).Concat(rest)
                .GroupBy(one => one.At / HistoryStore.HalfHourSeconds)
                .Select(group => LinkSample.Of([.. group]) with { At = group.Key * HistoryStore.HalfHourSeconds });
            return (HistoryStore.HalfHourSeconds, [.. halfHours, .. open]);

            IReadOnlyList<LinkSample> Stored(int step, long from) => _store?.Read(role, link, step, from, time) ?? [];
        }
    }

    /// <summary>Writes what is not written yet, and closes the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var track in _tracks.Values) track.CloseMinute(_unwritten);
            if (_writtenAt != 0) Write(_lastAt);
            _store?.Dispose();
        }
    }

    /// <summary>How a link is. One that is silent has no signal: the last one would be drawn on and on.</summary>
    private static LinkSample Sample(string role, LinkFigures link, long at, double repeats) => new()
    {
        Role = role,
        Link = link.Id,
        At = at,
        RssiDbm = link.IsSilent ? null : link.Rssi?.Value,
        SnrDb = link.IsSilent ? null : link.Snr?.Value,
        MarginDb = link.IsSilent ? null : link.Margin?.Value,
        Loss = link.IsSilent ? null : link.Loss,
        RoundTripSeconds = link.IsSilent ? null : link.RoundTrip?.Seconds,
        Repeats = repeats,
        Queue = link.Queue.Messages,
        Online = link.IsOnline switch
        {
            true => 1,
            false => 0,
            null => null,
        },
    };

    private void Write(long now)
    {
        _writtenAt = now;
        if (_store is null)
        {
            _unwritten.RemoveAll(one => one.At < now - HistoryStore.KeepMinutesSeconds || one.At > now);
            Bound();
            return;
        }

        try
        {
            _store.Add(_unwritten, now, IsClockSure());
            _unwritten.Clear();
            _hasFailed = false;
        }
        catch (StoreException failure)
        {
            if (!_hasFailed) RuntimeLog.HistoryNotKept(_logger, failure.Message);
            _hasFailed = true;
            _unwritten.RemoveAll(one => one.At < now - 3600);
            Bound();
        }
    }

    private void Bound()
    {
        if (_unwritten.Count > MostUnwritten) _unwritten.RemoveRange(0, _unwritten.Count - MostUnwritten);
    }

    /// <summary>One link.</summary>
    private sealed class Track
    {
        private readonly List<LinkSample> _minute = [];
        private long? _repeated;
        private long _lastAt;

        public Queue<LinkSample> Recent { get; } = new();

        /// <summary>Since the sample before; a counter that is lower than before began anew.</summary>
        public double RepeatsSince(long repeated)
        {
            var since = _repeated is { } before && repeated >= before ? repeated - before : 0;
            _repeated = repeated;
            return since;
        }

        /// <summary>Adds a sample; when its minute is another than the one before, that one is over.</summary>
        public void Add(LinkSample sample, int recentSeconds, List<LinkSample> minutes)
        {
            // The clock was set back: what is of a time to come would be in disorder.
            if (Recent.Count > 0 && sample.At < _lastAt)
            {
                Recent.Clear();
                _minute.Clear();
                var from = sample.At / HistoryStore.MinuteSeconds * HistoryStore.MinuteSeconds;
                minutes.RemoveAll(one => one.Role == sample.Role && one.Link == sample.Link && one.At >= from);
            }

            _lastAt = sample.At;
            Recent.Enqueue(sample);
            var most = recentSeconds / StepSeconds * 2;
            while (Recent.Peek().At < sample.At - recentSeconds || Recent.Count > most) Recent.Dequeue();
            var minute = sample.At / HistoryStore.MinuteSeconds;
            if (_minute.Count > 0 && _minute[0].At / HistoryStore.MinuteSeconds != minute) CloseMinute(minutes);
            _minute.Add(sample);
        }

        /// <summary>The minute under way is over, or is to be kept as it is.</summary>
        public void CloseMinute(List<LinkSample> minutes)
        {
            if (_minute.Count == 0) return;
            minutes.Add(LinkSample.Of(_minute) with
            {
                At = _minute[0].At / HistoryStore.MinuteSeconds * HistoryStore.MinuteSeconds,
            });
            _minute.Clear();
        }
    }
}
