using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>Requests for the disk, in order, and what goes on when each is done.</summary>
internal sealed class CommitQueue
{
    private readonly Queue<CommitRequest> _toHandOut = new();
    private readonly Queue<(long Ticket, Action<Instant>? Then)> _waiting = new();
    private readonly List<StoreOperation> _lazy = [];
    private long _lastTicket;

    /// <summary>Requests not yet answered.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Asks for a commit.</summary>
    public void Add(Instant now, Action<Instant>? then, params IReadOnlyList<StoreOperation> operations)
    {
        var ticket = ++_lastTicket;
        if (_lazy.Count > 0)
        {
            operations = [.. operations, .. _lazy];
            _lazy.Clear();
        }

        _toHandOut.Enqueue(new CommitRequest(ticket, now, operations));
        _waiting.Enqueue((ticket, then));
    }

    /// <summary>A change that goes with the next commit, whenever that is; they are bounded by what they undo.</summary>
    public void AddLazily(StoreOperation operation) => _lazy.Add(operation);

    /// <summary>Asks for a commit of what was added lazily, if there is anything.</summary>
    public void AddLazyNow(Instant now)
    {
        if (_lazy.Count > 0) Add(now, null);
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
