namespace Farlink.Runtime.Watching;

/// <summary>The lock of all that one hub keeps, and who waits for a change of it.</summary>
internal sealed class WatchSignal
{
    private TaskCompletionSource? _waiting;
    private long _version;

    /// <summary>Held for short only.</summary>
    public Lock Lock { get; } = new();

    /// <summary>Rises with every change.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Something changed; the lock is held.</summary>
    public void Raise()
    {
        Interlocked.Increment(ref _version);
        _waiting?.TrySetResult();
        _waiting = null;
    }

    /// <summary>Completes when the version is above one.</summary>
    public Task WaitAsync(long after, CancellationToken cancellationToken)
    {
        lock (Lock)
        {
            if (_version > after) return Task.CompletedTask;
            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task.WaitAsync(cancellationToken);
        }
    }
}
