namespace Farlink.EndToEnd.Tests;

/// <summary>What arrived so far, in order; wakes whoever waits for more. Thread-safe.</summary>
internal sealed class Arrivals
{
    private readonly Lock _lock = new();
    private readonly List<string> _all = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock) return [.. _all];
        }
    }

    public void Add(string one)
    {
        TaskCompletionSource woken;
        lock (_lock)
        {
            _all.Add(one);
            (woken, _more) = (_more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        woken.SetResult();
    }

    /// <summary>Waits until a condition on all of it holds, or fails with what is missing.</summary>
    public async Task WaitAsync(Func<IReadOnlyList<string>, bool> condition, TimeSpan patience, Func<string> what) =>
        Assert.True(await TryWaitAsync(condition, patience), what());

    /// <summary>Waits until a condition on all of it holds, but not for ever.</summary>
    public async Task<bool> TryWaitAsync(Func<IReadOnlyList<string>, bool> condition, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (condition(_all)) return true;
                more = _more.Task;
            }

            try
            {
                await more.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }
}
