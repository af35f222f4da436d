using Farlink.Protocol.Session;

namespace Farlink.Protocol.Link;

/// <summary>
/// How the ends of a link know each other: now, and during a re-key by the next key as well. The old one stays good until a
/// session under the next one is proven; so whatever is interrupted, one of the two works.
/// </summary>
internal sealed class LinkIdentities
{
    private bool _isNextsTurn = true;

    /// <exception cref="ArgumentException">The two are not of one mode.</exception>
    public LinkIdentities(LinkIdentity current, LinkIdentity? next)
    {
        Current = current;
        if (next is not null) Add(next);
    }

    /// <summary>The one that a session has proven.</summary>
    public LinkIdentity Current { get; private set; }

    /// <summary>The one that none has proven yet.</summary>
    public LinkIdentity? Next { get; private set; }

    /// <summary>Both.</summary>
    public IEnumerable<LinkIdentity> All => Next is null ? [Current] : [Current, Next];

    /// <summary>The one to try now: both in turns, the next one first.</summary>
    public LinkIdentity Pick()
    {
        if (Next is null) return Current;
        var picked = _isNextsTurn ? Next : Current;
        _isNextsTurn = !_isNextsTurn;
        return picked;
    }

    /// <summary>A next one, in place of an earlier next one.</summary>
    /// <exception cref="ArgumentException">It is of another mode: there is no way between modes.</exception>
    public void Add(LinkIdentity next)
    {
        if (next.Mode != Current.Mode || next is not PairedIdentity)
            throw new ArgumentException($"A link of mode {Current.Mode} cannot go on as {next.Mode}.", nameof(next));
        Next = next;
        _isNextsTurn = true;
    }

    /// <summary>A session under this one is proven; true if that ends a re-key.</summary>
    public bool Prove(LinkIdentity used)
    {
        if (used != Next) return false;
        Current = Next;
        Next = null;
        return true;
    }
}
