using System.Threading.Channels;
using Farlink.Protocol.Store;
using Farlink.Storage;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Link;

/// <summary>
/// The one writer of a store: takes all requests that wait and flushes them together. A full disk is told once and tried again
/// every second; nothing is answered meanwhile, so nobody is told that anything is safe.
/// </summary>
internal sealed class CommitWorker : IAsyncDisposable
{
    private const int MostTogether = 500;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly IDurableStore _store;
    private readonly Action<long> _onCommitted;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Channel<IReadOnlyList<CommitRequest>> _waiting = Channel.CreateUnbounded<IReadOnlyList<CommitRequest>>(
        new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _running;
    private volatile string? _trouble;
    private volatile bool _isAbandoned;

    public CommitWorker(IDurableStore store, Action<long> onCommitted, ILogger logger, TimeProvider time)
    {
        _store = store;
        _onCommitted = onCommitted;
        _logger = logger;
        _time = time;
        _running = Task.Run(RunAsync);
    }

    /// <summary>Faulted when the store is broken for good.</summary>
    public Task Completion => _running;

    /// <summary>Why nothing can be written now; null if it can, as far as is known.</summary>
    public string? Trouble => _trouble;

    /// <summary>Asks for commits, all of them or none; they are bounded by what the station has under way.</summary>
    public void Add(IReadOnlyList<CommitRequest> together) => _waiting.Writer.TryWrite(together);

    /// <summary>Commits what waits, then stops.</summary>
    public ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        _closing.CancelAfter(TimeSpan.FromSeconds(5));
        return EndAsync();
    }

    /// <summary>Stops as by a loss of power: the commit under way is the last one, and what waits is forgotten.</summary>
    public async ValueTask AbandonAsync()
    {
        _isAbandoned = true;
        _waiting.Writer.TryComplete();
        await _closing.CancelAsync();
        await EndAsync();
    }

    private async ValueTask EndAsync()
    {
        try
        {
            await _running;
        }
        catch (Exception ended) when (ended is OperationCanceledException or StoreException)
        {
            // What was not committed was not acknowledged either.
        }

        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        List<CommitRequest> batch = [];
        while (await _waiting.Reader.WaitToReadAsync(_closing.Token))
        {
            if (_isAbandoned) return;
            batch.Clear();
            while (batch.Count < MostTogether && _waiting.Reader.TryRead(out var together)) batch.AddRange(together);
            await CommitAsync(batch);
            _onCommitted(batch[^1].Ticket);
        }
    }

    private async Task CommitAsync(List<CommitRequest> batch)
    {
        while (true)
        {
            try
            {
                _store.Commit(batch);
                if (_trouble is not null) RuntimeLog.StoreHasRoom(_logger);
                _trouble = null;
                return;
            }
            catch (StoreException full) when (full.IsDiskFull)
            {
                if (_trouble is null) RuntimeLog.StoreFull(_logger, full.Message);
                _trouble = full.Message;
                await Task.Delay(Retry, _time, _closing.Token);
            }
        }
    }
}
