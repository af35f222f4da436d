using Farlink.Protocol.Units;

namespace Farlink.Demo;

/// <summary>
/// Counts what a demonstration published and what arrived, each message by its text. Bounded: a demonstration that runs for
/// ever forgets what has arrived. Thread-safe.
/// </summary>
internal sealed class DemoTally
{
    /// <summary>Arrived messages remembered, to notice duplicates.</summary>
    private const int MostRemembered = 10_000;

    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _early = new(StringComparer.Ordinal);
    private readonly HashSet<string> _arrived = new(StringComparer.Ordinal);
    private readonly Queue<string> _arrivedOrder = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _frames;
    private Duration _airtime;
    private Duration _siteAirtime;
    private long _siteFrames;

    public long Published { get; private set; }

    public long Delivered { get; private set; }

    public long Duplicated { get; private set; }

    public void Publish(string text)
    {
        lock (_lock)
        {
            Published++;

            // The air may be faster than the broker's acknowledgement.
            if (_early.Remove(text))
                Delivered++;
            else
                _open.Add(text);
            Change();
        }
    }

    public void Deliver(string text)
    {
        lock (_lock)
        {
            if (_arrived.Contains(text))
            {
                Duplicated++;
                Change();
                return;
            }

            Remember(text);
            if (_open.Remove(text))
                Delivered++;
            else
                _early.Add(text);
            Change();
        }
    }

    public void AddFrame(string role, Duration airtime)
    {
        lock (_lock)
        {
            _frames++;
            _airtime += airtime;
            if (role != "site") return;
            _siteFrames++;
            _siteAirtime += airtime;
        }
    }

    public DemoSummary Summarise(DemoOptions options, Protocol.Airtime.DutyCycle limit)
    {
        lock (_lock)
        {
            // A frame of the seed is a message; the native link gathers, and its handshakes and answers count too.
            var count = options.IsNative ? Published : _siteFrames;
            var perMessage = count == 0 ? 0 : (options.IsNative ? _airtime : _siteAirtime).Seconds / count;
            return new DemoSummary(
                Published, Delivered, Duplicated, _airtime, 100 * perMessage / options.Interval.TotalSeconds, limit,
                options.Messages, options.IsNative);
        }
    }

    /// <summary>Waits until everything published has arrived, or the time is over.</summary>
    public async Task WaitAllDeliveredAsync(TimeSpan limit)
    {
        var deadline = Task.Delay(limit);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_open.Count == 0 && _early.Count == 0) return;
                changed = _changed.Task;
            }

            if (await Task.WhenAny(changed, deadline) == deadline) return;
        }
    }

    private void Remember(string text)
    {
        _arrived.Add(text);
        _arrivedOrder.Enqueue(text);
        if (_arrivedOrder.Count > MostRemembered) _arrived.Remove(_arrivedOrder.Dequeue());
    }

    private void Change()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
