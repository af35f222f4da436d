using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Demo;

/// <summary>
/// Counts what a demonstration published and what arrived, each message by its text. Bounded: a demonstration that runs for
/// ever forgets what has arrived. Thread-safe.
/// </summary>
internal sealed class DemoTally
{
    /// <summary>Arrived messages remembered, to notice duplicates; and lost ones, to notice that they were not.</summary>
    private const int MostRemembered = 10_000;

    /// <summary>More than that wait nowhere: the oldest is lost, as far as anybody can tell.</summary>
    private const int MostOpen = 20_000;

    private readonly Dictionary<string, long> _open = new(StringComparer.Ordinal);
    private readonly Queue<(string Text, long Number)> _openOrder = new();
    private readonly HashSet<string> _early = new(StringComparer.Ordinal);
    private readonly BoundedSet _arrived = new(MostRemembered);
    private readonly BoundedSet _missing = new(MostRemembered);
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Duration _airtime;
    private Duration _siteAirtime;
    private long _siteFrames;

    public long Published { get; private set; }

    public long Delivered { get; private set; }

    /// <summary>Messages that an end gave up, or that a later one overtook: a link keeps the order.</summary>
    public long Lost { get; private set; }

    public long Duplicated { get; private set; }

    public void Publish(string text)
    {
        lock (_lock)
        {
            Published++;

            // The air may be faster than the broker's acknowledgement.
            if (_early.Remove(text))
            {
                Delivered++;
            }
            else
            {
                _open[text] = Published;
                _openOrder.Enqueue((text, Published));
                if (_openOrder.Count > MostOpen) Pass(_openOrder.Dequeue().Text);
            }

            Change();
        }
    }

    public void Deliver(string text)
    {
        lock (_lock)
        {
            if (!_arrived.Add(text)) Duplicated++;
            else if (_open.Remove(text, out var number)) Arrive(number);
            else if (_missing.Remove(text)) TakeBack();
            else _early.Add(text);
            Change();
        }
    }

    /// <summary>An end will not carry a message any further.</summary>
    public void GiveUp(string text)
    {
        lock (_lock)
        {
            Pass(text);
            Change();
        }
    }

    public void AddFrame(string role, Duration airtime)
    {
        lock (_lock)
        {
            _airtime += airtime;
            if (role != "site") return;
            _siteFrames++;
            _siteAirtime += airtime;
        }
    }

    /// <summary>How it stands.</summary>
    public DemoCounts Counts()
    {
        lock (_lock) return new DemoCounts(Published, Delivered, Lost, Duplicated, _open.Count, _airtime);
    }

    public DemoSummary Summarise(DemoOptions options, DutyCycle limit)
    {
        lock (_lock)
        {
            // A frame of the seed is a message; the native link gathers, and its handshakes and answers count too.
            var count = options.IsNative ? Published : _siteFrames;
            var perMessage = count == 0 ? 0 : (options.IsNative ? _airtime : _siteAirtime).Seconds / count;
            return new DemoSummary(
                Published, Delivered, Duplicated, _airtime, 100 * perMessage / options.Interval.TotalSeconds, limit,
                options.Messages, options.IsNative)
            {
                Waiting = options is { HasPage: true, IsNative: true } ? _open.Count : 0,
            };
        }
    }

    /// <summary>
    /// Waits until everything published has arrived, or the time is over. The device has stopped: what came early and it did not
    /// hear of any more is none of it.
    /// </summary>
    public async Task WaitAllDeliveredAsync(TimeSpan limit)
    {
        var deadline = Task.Delay(limit);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_open.Count == 0) return;
                changed = _changed.Task;
            }

            if (await Task.WhenAny(changed, deadline) == deadline) return;
        }
    }

    private void Arrive(long number)
    {
        Delivered++;

        // What was published before and has not arrived never will.
        while (_openOrder.TryPeek(out var first) && first.Number <= number) Pass(_openOrder.Dequeue().Text);
    }

    private void Pass(string text)
    {
        if (_open.Remove(text)) Miss(text);
    }

    private void Miss(string text)
    {
        Lost++;
        _missing.Add(text);
    }

    private void TakeBack()
    {
        Lost--;
        Delivered++;
    }

    private void Change()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
