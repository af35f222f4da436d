using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>Requests for the disk, in order, and what goes on when each is done.</summary>
internal sealed class CommitQueue
{
    private readonly Queue<CommitRequest> _toHandOut = new();
    private readonly Queue<(long Ticket, Action<Instant>? Then)> _waiting = new();
    private long _lastTicket;

    /// <summary>Requests not yet answered.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Asks for a commit.</summary>
    public void Add(Instant now, Action<Instant>? then, params IReadOnlyList<StoreOperation> operations)
    {
        var ticket = ++_lastTicket;
        _toHandOut.Enqueue(new CommitRequest(ticket, now, operations));
        _waiting.Enqueue((ticket, then));
    }

    /// <summary>The next request to carry out.</summary>
    public CommitRequest? Poll() => _toHandOut.TryDequeue(out var request) ? request : null;

    /// <summary>A ticket, and with it every earlier one, is on the disk.</summary>
    public void HandleCommitted(long ticket, Instant now)
    {
        if (ticket > _lastTicket) throw new ArgumentOutOfRangeException(nameof(ticket), ticket, "Never asked for.");
        while (_waiting.TryPeek(out var next) && next.Ticket <= ticket)
        {
            _waiting.Dequeue();
            next.Then?.Invoke(now);
        }
    }
}
