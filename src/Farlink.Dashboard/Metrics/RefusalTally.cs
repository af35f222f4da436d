using Farlink.Protocol.Link;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Metrics;

/// <summary>
/// Counts refused frames by reason: at each look those that came since the look before. The log holds the last 2000 frames, more
/// than a LoRa channel carries in a minute; of what left it between two looks only the sum by link is known. Every
/// reason is there from the start, at 0: to Prometheus the first value of a series is no increase. Thread-safe.
/// </summary>
internal sealed class RefusalTally(WatchHub watch)
{
    private const int MostAtOnce = 500;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<(string End, string Reason), long> _counts = [];
    private long _last;

    public IReadOnlyList<RefusedCount> Look(IReadOnlyList<StatusReport> reports)
    {
        lock (_lock)
        {
            foreach (var report in reports) Begin(report.Service);
            while (TakeSome())
            {
                // Until there are no more.
            }

            return [.. _counts.Select(one => new RefusedCount(one.Key.End, one.Key.Reason, one.Value))];
        }
    }

    private void Begin(ServiceStatus end)
    {
        // What is refused there is told of no frame.
        if (end.Mode == MeasuredLink.RadioHead) return;
        foreach (var reason in Enum.GetValues<LinkRefusal>()) _counts.TryAdd((end.Role, RefusalName.Of(reason)), 0);
    }

    private bool TakeSome()
    {
        var frames = watch.Frames.After(_last, MostAtOnce);
        foreach (var frame in frames)
        {
            _last = frame.Id;
            if (frame.Refusal is not { } reason) continue;
            _counts[(frame.Role, reason)] = _counts.GetValueOrDefault((frame.Role, reason)) + 1;
        }

        return frames.Count == MostAtOnce;
    }
}
