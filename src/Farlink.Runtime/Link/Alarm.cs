using Farlink.Protocol.Units;

namespace Farlink.Runtime.Link;

/// <summary>Waits for the station's next instant, or until something may have changed it. One waits at a time.</summary>
internal sealed class Alarm(StoreClock clock) : IDisposable
{
    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>Something happened: whoever waits is to ask anew until when.</summary>
    public void LookAgain() => _wake.Release();

    /// <summary>Waits until an instant; false if something happened before.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<bool> WaitAsync(Instant next, CancellationToken stop)
    {
        // Long past, as "at once" is said, it would not fit a difference.
        if (next <= clock.Now) return true;
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var timer = next == Instant.Never ? Task.Delay(Timeout.InfiniteTimeSpan, cut.Token) : clock.WaitUntil(next, cut.Token);
        var wake = _wake.WaitAsync(cut.Token);
        var first = await Task.WhenAny(timer, wake);
        await cut.CancelAsync();
        stop.ThrowIfCancellationRequested();
        while (_wake.Wait(0, CancellationToken.None))
        {
            // Several reasons to look again are one.
        }

        return first == timer;
    }

    /// <inheritdoc/>
    public void Dispose() => _wake.Dispose();
}
