namespace Farlink.Runtime.Link;

/// <summary>Who waits until something is safe on the disk. Not safe for several threads: the pump's lock guards it.</summary>
internal sealed class Acceptances
{
    private readonly Dictionary<long, TaskCompletionSource> _waiting = [];
    private long _lastToken;

    /// <summary>A name for the station, and what completes when it comes back.</summary>
    public (long Token, Task Done) Expect()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(++_lastToken, done);
        return (_lastToken, done.Task);
    }

    /// <summary>It was not taken: nobody waits.</summary>
    public void Forget(long token) => _waiting.Remove(token);

    /// <summary>It is safe.</summary>
    public void Complete(long token)
    {
        if (_waiting.Remove(token, out var done)) done.TrySetResult();
    }

    /// <summary>The pump stops: whoever still waits is told.</summary>
    public void Cancel()
    {
        foreach (var done in _waiting.Values) done.TrySetCanceled();
    }
}
