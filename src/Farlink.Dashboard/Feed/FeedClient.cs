namespace Farlink.Dashboard.Feed;

/// <summary>
/// What waits for one page. One that reads too slowly loses what waits, and is told so: it holds up nobody and costs no more
/// memory than this.
/// </summary>
internal sealed class FeedClient(Action<FeedClient> leave, FeedPosition start) : IDisposable
{
    public const int MostOctets = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<FeedChunk> _waiting = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private int _octets;
    private FeedKinds _missed;

    /// <summary>From where on it is told.</summary>
    public FeedPosition Start => start;

    public void Add(FeedChunk chunk)
    {
        lock (_lock)
        {
            if (_waiting.Count > 0 && _octets + chunk.Octets.Length > MostOctets)
            {
                foreach (var lost in _waiting) _missed |= lost.Kinds;
                _waiting.Clear();
                _octets = 0;
            }

            _waiting.Enqueue(chunk);
            _octets += chunk.Octets.Length;
            if (_signal.CurrentCount == 0) _signal.Release();
        }
    }

    /// <summary>Waits for the next octets.</summary>
    public async Task<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_missed != FeedKinds.None)
                {
                    var gap = new FeedWriter().Gap(_missed).Finish();
                    _missed = FeedKinds.None;
                    return gap.Octets;
                }

                if (_waiting.TryDequeue(out var chunk))
                {
                    _octets -= chunk.Octets.Length;
                    return chunk.Octets;
                }
            }

            await _signal.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes it off the feed.</summary>
    public void Dispose()
    {
        leave(this);
        _signal.Dispose();
    }
}
