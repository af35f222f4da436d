using Farlink.Runtime.Watching;
using Microsoft.Extensions.Logging;

namespace Farlink.Dashboard.Feed;

/// <summary>
/// Tells every page what happens: written once, four times a second at most. While nobody looks it does nothing at all.
/// </summary>
internal sealed class FeedHub : IAsyncDisposable
{
    public const int MostClients = 32;

    public static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(15);

    private readonly WatchHub _watch;
    private readonly FeedComposer _composer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly List<FeedClient> _clients = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private TaskCompletionSource _someone = New();
    private long _told;

    public FeedHub(WatchHub watch, FeedComposer composer, TimeProvider time, ILogger logger)
    {
        _watch = watch;
        _composer = composer;
        _time = time;
        _logger = logger;
        _running = RunAsync(_stop.Token);
    }

    /// <summary>Chunks written so far, for all clients together.</summary>
    public long Written { get; private set; }

    /// <summary>Adds a client; null if there are too many.</summary>
    public FeedClient? Subscribe()
    {
        lock (_lock)
        {
            if (_clients.Count >= MostClients) return null;
            if (_clients.Count == 0)
            {
                _composer.Begin();
                _told = _time.GetTimestamp();
            }

            var client = new FeedClient(Leave, _composer.Position);
            _clients.Add(client);
            _someone.TrySetResult();
            return client;
        }
    }

    /// <summary>What a client that was here before has not been told; null: nothing.</summary>
    public FeedChunk? CatchUp(FeedPosition from, FeedClient client)
    {
        lock (_lock)
        {
            var chunk = _composer.CatchUp(from, client.Start);
            return chunk.Octets.Length == 0 ? null : chunk;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Leave(FeedClient client)
    {
        lock (_lock)
        {
            _clients.Remove(client);
            if (_clients.Count == 0 && _someone.Task.IsCompleted) _someone = New();
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Someone().WaitAsync(stop);
                var seen = _watch.Version;
                Tell();
                await Task.Delay(ShortestPause, _time, stop);
                await ChangeAsync(seen, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    private Task Someone()
    {
        lock (_lock) return _someone.Task;
    }

    private void Tell()
    {
        try
        {
            lock (_lock)
            {
                if (_clients.Count == 0) return;
                var chunk = _composer.Next();
                if (chunk is null && _time.GetElapsedTime(_told) < HeartbeatEvery) return;
                _told = _time.GetTimestamp();
                Written++;
                foreach (var client in _clients) client.Add(chunk ?? new FeedChunk(FeedKinds.None, FeedWriter.Heartbeat));
            }
        }
        catch (Exception mistake)
        {
            // Ours: pages miss something now, and not everything from now on.
            DashboardLog.FeedFailed(_logger, mistake.Message);
        }
    }

    /// <summary>Waits until something happened, and no longer than the state may get old.</summary>
    private async Task ChangeAsync(long seen, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var changed = _watch.WaitAsync(seen, either.Token);
        var late = Task.Delay(LongestPause - ShortestPause, _time, either.Token);
        await Task.WhenAny(changed, late);
        await either.CancelAsync();
    }
}
