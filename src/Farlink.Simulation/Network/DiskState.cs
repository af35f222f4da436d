using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Network;

/// <summary>What a simulated disk holds, and what each operation does to it.</summary>
internal sealed class DiskState(ulong storeId)
{
    private readonly SortedDictionary<long, OutboxRow> _outbox = [];
    private readonly SortedDictionary<long, InboxRow> _inbox = [];
    private readonly SortedDictionary<byte, LinkRecord> _links = [];
    private readonly List<LedgerEntry> _ledger = [];
    private readonly Dictionary<(string, ushort), StoreOperation.QosTwoReceived> _received = [];
    private readonly Dictionary<long, StoreOperation.QosTwoSending> _sending = [];
    private readonly SortedDictionary<long, DeadLetter> _letters = [];
    private readonly SortedDictionary<string, StoreOperation.Carried> _carried = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ReadOnlyMemory<byte>> _remembered = new(StringComparer.Ordinal);
    private readonly ulong _storeId = storeId;
    private Duration _lease;
    private Instant _time;
    private long _nextRow = 1;

    public DiskState Copy()
    {
        var copy = new DiskState(_storeId) { _lease = _lease, _time = _time, _nextRow = _nextRow };
        foreach (var (key, value) in _outbox) copy._outbox[key] = value;
        foreach (var (key, value) in _inbox) copy._inbox[key] = value;
        foreach (var (key, value) in _links) copy._links[key] = value;
        foreach (var (key, value) in _received) copy._received[key] = value;
        foreach (var (key, value) in _sending) copy._sending[key] = value;
        foreach (var (key, value) in _letters) copy._letters[key] = value;
        foreach (var (key, value) in _carried) copy._carried[key] = value;
        foreach (var (key, value) in _remembered) copy._remembered[key] = value;
        copy._ledger.AddRange(_ledger);
        return copy;
    }

    public StoreImage Image() => new()
    {
        StoreId = _storeId,
        Time = _time,
        NextRow = _nextRow,
        Outbox = [.. _outbox.Values],
        Inbox = [.. _inbox.Values],
        Links = [.. _links.Values],
        Ledger = [.. _ledger],
        Lease = _lease,
        DeadLetters = [.. _letters.Values],
        Carried = [.. _carried.Values],
        Remembered = new Dictionary<string, ReadOnlyMemory<byte>>(_remembered, StringComparer.Ordinal),
        QosTwoReceived = [.. _received.Values],
        QosTwoSending = [.. _sending.Values],
    };

    public void Apply(CommitRequest request)
    {
        if (request.At > _time) _time = request.At;
        foreach (var operation in request.Operations) Apply(operation);
        _ledger.RemoveAll(entry => entry.Start + entry.Airtime <= _time - Duration.FromSeconds(3600));
    }

    private void Apply(StoreOperation operation)
    {
        switch (operation)
        {
            case StoreOperation.Accept accept:
                _outbox.Add(accept.Row.Row, accept.Row);
                _nextRow = Math.Max(_nextRow, accept.Row.Row + 1);
                break;
            case StoreOperation.Discard discard:
                _outbox.Remove(discard.Row);
                break;
            case StoreOperation.Give give:
                Link(give.Link, link => link with { HighestGiven = Math.Max(link.HighestGiven, give.StreamId) });
                if (give.Row is { } given && _outbox.TryGetValue(given, out var row))
                    _outbox[given] = row with { StreamId = give.StreamId };
                break;
            case StoreOperation.Free free:
                Link(free.Link, link => link with { Freed = free.UpTo });
                Remove(row => row.Link == free.Link && row.StreamId > 0 && row.StreamId <= free.UpTo);
                break;
            case StoreOperation.Return back:
                Link(back.Link, link => link with { HighestGiven = back.Above, Freed = back.Above });
                ForgetIds(row => row.Link == back.Link && row.StreamId > back.Above);
                break;
            case StoreOperation.Receive receive:
                Link(receive.Link, link => link with { Committed = receive.StreamId });
                if (receive.Row is not { } arrived) break;
                _inbox.Add(arrived.Row, arrived);
                _nextRow = Math.Max(_nextRow, arrived.Row + 1);
                break;
            case StoreOperation.Published published:
                _inbox.Remove(published.Row);
                _sending.Remove(published.Row);
                break;
            default:
                ApplyRare(operation);
                break;
        }
    }

    private void ApplyRare(StoreOperation operation)
    {
        switch (operation)
        {
            case StoreOperation.Rewind rewind:
                Rewind(rewind);
                break;
            case StoreOperation.KnowPeer know:
                Link(know.Link, link => link with { PeerStore = know.PeerStore, Committed = 0 });
                break;
            case StoreOperation.Hello hello:
                Link(hello.Link, link => link with
                {
                    HelloCounter = hello.HelloCounter,
                    HintCounter = hello.HintCounter,
                    Attempts = hello.Attempts,
                });
                break;
            case StoreOperation.NewIncarnation incarnation:
                Link(incarnation.Link, link => link with
                {
                    Incarnation = incarnation.Incarnation,
                    HighestGiven = 0,
                    Freed = 0,
                });
                ForgetIds(row => row.Link == incarnation.Link);
                break;
            case StoreOperation.Airtime airtime:
                _ledger.AddRange(airtime.Entries);
                _lease = airtime.Lease;
                break;
            case StoreOperation.Letter { Content: var letter }:
                _letters.Add(letter.Row, letter);
                _nextRow = Math.Max(_nextRow, letter.Row + 1);
                break;
            case StoreOperation.LetterTold told:
                _letters.Remove(told.Row);
                break;
            case StoreOperation.Carried carried:
                _carried[carried.Topic] = carried;
                break;
            case StoreOperation.Forget forget:
                _carried.Remove(forget.Topic);
                break;
            case StoreOperation.Remember { Value.IsEmpty: true } forgotten:
                _remembered.Remove(forgotten.Name);
                break;
            case StoreOperation.Remember remember:
                _remembered[remember.Name] = remember.Value;
                break;
            case StoreOperation.QosTwoReceived received:
                _received[(received.Client, received.PacketId)] = received;
                break;
            case StoreOperation.QosTwoReleased released:
                _received.Remove((released.Client, released.PacketId));
                break;
            case StoreOperation.QosTwoSending sending:
                _sending[sending.Row] = sending;
                break;
            default:
                throw new InvalidOperationException($"Unknown operation {operation}.");
        }
    }

    private void Rewind(StoreOperation.Rewind rewind)
    {
        Link(rewind.Link, link => link with { Committed = rewind.Above });
        foreach (var row in _inbox.Values.ToArray())
        {
            if (row.Link != rewind.Link || row.PeerStore != rewind.PeerStore || row.StreamId <= rewind.Above) continue;
            _inbox.Remove(row.Row);
            _sending.Remove(row.Row);
        }
    }

    private void Link(byte link, Func<LinkRecord, LinkRecord> change) =>
        _links[link] = change(_links.GetValueOrDefault(link) ?? new LinkRecord { Link = link });

    private void ForgetIds(Func<OutboxRow, bool> isReturned)
    {
        foreach (var (key, row) in _outbox.ToArray())
            if (isReturned(row)) _outbox[key] = row with { StreamId = 0 };
    }

    private void Remove(Func<OutboxRow, bool> isGone)
    {
        foreach (var (key, row) in _outbox.ToArray())
            if (isGone(row)) _outbox.Remove(key);
    }
}
