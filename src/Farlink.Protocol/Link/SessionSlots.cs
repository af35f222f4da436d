using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>
/// The sessions of one link: the one in use, and beside it either one that is not proven yet or the one before, which is
/// recognised for a while and nothing more. So at most two keys are tried a frame.
/// </summary>
internal sealed class SessionSlots : IDisposable
{
    private LinkSession? _closed;
    private Instant _closedUntil = Instant.Never;

    /// <summary>The session in use.</summary>
    public LinkSession? Current { get; private set; }

    /// <summary>At a base: a session that its site has not confirmed yet.</summary>
    public LinkSession? Pending { get; private set; }

    /// <summary>Whether there is one session alone: only then may keys be changed.</summary>
    public bool IsAlone => Pending is null && _closed is null;

    /// <summary>When <see cref="HandleTimeout"/> wipes the session before.</summary>
    public Instant NextTimeout => _closed is null ? Instant.Never : _closedUntil;

    /// <summary>A handshake made a session; it stays pending until a frame under it authenticates.</summary>
    public void Offer(LinkSession pending)
    {
        WipeClosed();
        ForgetPending();
        Pending = pending;
    }

    /// <summary>A session that is not confirmed is good for nothing any more.</summary>
    public void ForgetPending()
    {
        Pending?.Dispose();
        Pending = null;
    }

    /// <summary>A session is proven and in use from now on; the caller has closed the one before.</summary>
    public void Use(LinkSession session)
    {
        if (Pending == session) Pending = null;
        Current = session;
    }

    /// <summary>Ends the session in use, and returns it.</summary>
    public LinkSession? Close(Instant now)
    {
        if (Current is not { } old) return null;
        WipeClosed();
        _closed = old;
        _closedUntil = now + LinkSession.PreviousLives;
        Current = null;
        return old;
    }

    /// <summary>Opens a frame in the session in use or the pending one.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <param name="head">Its head.</param>
    /// <param name="now">Now.</param>
    /// <param name="text">Receives the text.</param>
    /// <param name="number">The full number.</param>
    /// <param name="proven">The pending session, if this frame proves it: the caller begins it.</param>
    /// <returns>Null if opened, else why not.</returns>
    public LinkRefusal? TryOpen(
        ReadOnlySpan<byte> frame, FrameHead head, Instant now, Span<byte> text, out long number, out LinkSession? proven)
    {
        number = 0;
        proven = null;
        var refusal = LinkRefusal.NoSession;
        if (Current is not null)
        {
            if (Current.TryOpen(frame, head, IsAlone, now, text, out number) is not { } first) return null;
            refusal = first;
        }

        if (Pending is { } pending)
        {
            if (pending.TryOpen(frame, head, false, now, text, out number) is not { } second)
            {
                proven = pending;
                return null;
            }

            if (refusal == LinkRefusal.NoSession) refusal = second;
        }
        else if (_closed is not null && _closed.TryOpen(frame, head, false, now, text, out _) is null)
        {
            refusal = LinkRefusal.PreviousSession;
        }

        return refusal;
    }

    /// <summary>Wipes the session before when its time is over.</summary>
    public void HandleTimeout(Instant now)
    {
        if (_closed is not null && _closedUntil <= now) WipeClosed();
    }

    /// <summary>Wipes all keys.</summary>
    public void Dispose()
    {
        Current?.Dispose();
        Pending?.Dispose();
        Current = null;
        Pending = null;
        WipeClosed();
    }

    private void WipeClosed()
    {
        _closed?.Dispose();
        _closed = null;
    }
}
