namespace Farlink.Runtime.RadioHead;

/// <summary>Who waits for what becomes of a message. Not safe for several threads: the pump's lock guards it.</summary>
internal sealed class RadioHeadReceipts
{
    private readonly Dictionary<ulong, (byte To, TaskCompletionSource<bool> Done)> _waiting = [];
    private ulong _last;

    /// <summary>What the next message is to be called.</summary>
    public ulong Next => _last + 1;

    /// <summary>A message was taken under <see cref="Next"/>; completes when it is done.</summary>
    public Task<bool> Expect(byte to)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(++_last, (to, done));
        return done.Task;
    }

    /// <summary>It is done; returns for whom it was, 0 if nobody waits for it.</summary>
    public byte Finish(ulong token, bool sent)
    {
        if (!_waiting.Remove(token, out var waiting)) return 0;
        waiting.Done.TrySetResult(sent);
        return waiting.To;
    }

    /// <summary>Nothing is sent any more.</summary>
    public void GiveUp()
    {
        foreach (var (_, done) in _waiting.Values) done.TrySetResult(false);
        _waiting.Clear();
    }
}
