using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Metrics;

/// <summary>
/// Counts refused frames by reason: at each look those that came since the look before. The log holds the last 2000 frames, more
/// than a LoRa channel carries in a minute; of what left it between two looks only the sum by link is known. Thread-safe.
/// </summary>
internal sealed class RefusalTally(WatchHub watch)
{
    private const int MostAtOnce = 500;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<(string End, string Reason), long> _counts = [];
    private long _last;

    public IReadOnlyList<RefusedCount> Look()
    {
        lock (_lock)
        {
            while (TakeSome())
            {
                // Until there are no more.
            }

            return [.. _counts.Select(one => new RefusedCount(one.Key.End, one.Key.Reason, one.Value))];
        }
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
