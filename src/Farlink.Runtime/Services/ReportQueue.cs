using System.Threading.Channels;
using Farlink.Mqtt;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;

namespace Farlink.Runtime.Services;

/// <summary>Something to publish of our own.</summary>
/// <param name="Message">The message.</param>
/// <param name="Port">Where, if not where everything goes.</param>
/// <param name="Letter">The dead letter that it tells, if any.</param>
/// <param name="Then">Called when the broker has taken it, if anything is to be done then.</param>
internal sealed record Report(
    MqttMessage Message, IMqttPort? Port = null, DeadLetter? Letter = null, Action? Then = null);

/// <summary>
/// What Farlink itself has to say, while it waits for the broker: of what a link is only the newest, dead letters as long as the
/// store has them, of the rest a bounded number. Thread-safe.
/// </summary>
internal sealed class ReportQueue
{
    private const int MostOthers = 1000;
    private readonly OrderedDictionary<string, Report> _newest = [];
    private readonly Queue<Report> _letters = new();
    private readonly Queue<Report> _others = new();
    private readonly Channel<bool> _signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Lock _lock = new();
    private bool _isClosed;

    /// <summary>Reports that went unsaid because too many waited.</summary>
    public long Dropped { get; private set; }

    /// <summary>Puts a report that makes an older one of its topic worthless.</summary>
    public void PutNewest(Report report)
    {
        lock (_lock)
        {
            // At the end, for what it says is news.
            _newest.Remove(report.Message.Topic);
            _newest.Add(report.Message.Topic, report);
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>Puts a report that waits as long as it takes, or, without a letter, until a thousand newer ones wait.</summary>
    public void Put(Report report)
    {
        lock (_lock)
        {
            if (report.Letter is not null)
            {
                _letters.Enqueue(report);
            }
            else
            {
                if (_others.Count == MostOthers)
                {
                    _others.Dequeue();
                    Dropped++;
                }

                _others.Enqueue(report);
            }
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>What waits is still handed out, then the end.</summary>
    public void Close()
    {
        lock (_lock) _isClosed = true;
        _signal.Writer.TryWrite(true);
    }

    /// <summary>The next report, or null at the end.</summary>
    public async Task<Report?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_lock)
            {
                if (TakeLocked() is { } next) return next;
                if (_isClosed) return null;
            }

            await _signal.Reader.ReadAsync(cancellationToken);
        }
    }

    private Report? TakeLocked()
    {
        if (_newest.Count > 0)
        {
            var (_, first) = _newest.GetAt(0);
            _newest.RemoveAt(0);
            return first;
        }

        return _letters.TryDequeue(out var letter) ? letter : _others.TryDequeue(out var other) ? other : null;
    }
}
