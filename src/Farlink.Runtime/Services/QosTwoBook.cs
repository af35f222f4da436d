using Farlink.Mqtt;
using Farlink.Protocol.Store;
using Farlink.Runtime.Link;

namespace Farlink.Runtime.Services;

/// <summary>
/// Which QoS 2 messages of publishers were taken: in the store for those that go out by a link, entered in the same transaction
/// as the message; in memory for the others, which the broker alone handles.
/// </summary>
internal sealed class QosTwoBook : IQosTwoBook
{
    private readonly Dictionary<string, Dictionary<ushort, Entry>> _open = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly Task<LinkPump> _pump;

    public QosTwoBook(StoreImage image, Task<LinkPump> pump)
    {
        _pump = pump;
        foreach (var taken in image.QosTwoReceived)
        {
            var entry = Begin(taken.Client, taken.PacketId);
            entry.IsTaken = true;
            entry.IsStored = true;
        }
    }

    /// <summary>
    /// A message is about to be taken; the caller ends it with <see cref="EndAsync"/> or <see cref="Abandon"/>.
    /// </summary>
    public Entry Begin(string client, ushort packetId)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(client, out var ids)) _open[client] = ids = [];
            return ids[packetId] = new Entry(client, packetId);
        }
    }

    /// <summary>A message was taken; if its id was released meanwhile, that is kept too.</summary>
    public async ValueTask EndAsync(Entry entry, bool isStored, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            entry.IsTaken = true;
            entry.IsStored = isStored;
            if (Holds(entry)) return;
        }

        if (isStored) await KeepReleasedAsync(entry, cancellationToken);
    }

    /// <summary>A message was not taken after all.</summary>
    public void Abandon(Entry entry)
    {
        lock (_lock) Remove(entry);
    }

    public bool IsTaken(string client, ushort packetId)
    {
        lock (_lock) return _open.TryGetValue(client, out var ids) && ids.TryGetValue(packetId, out var entry) && entry.IsTaken;
    }

    public int OpenOf(string client)
    {
        lock (_lock) return _open.TryGetValue(client, out var ids) ? ids.Count : 0;
    }

    public async ValueTask ReleaseAsync(string client, ushort packetId, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (_lock)
        {
            if (!_open.TryGetValue(client, out var ids) || !ids.TryGetValue(packetId, out entry)) return;
        }

        if (entry.IsStored) await KeepReleasedAsync(entry, cancellationToken);
        lock (_lock) Remove(entry);
    }

    public async ValueTask ReleaseAllAsync(string client, CancellationToken cancellationToken)
    {
        ushort[] open;
        lock (_lock) open = _open.TryGetValue(client, out var ids) ? [.. ids.Keys] : [];
        foreach (var packetId in open) await ReleaseAsync(client, packetId, cancellationToken);
    }

    private async ValueTask KeepReleasedAsync(Entry entry, CancellationToken cancellationToken)
    {
        var pump = await _pump.WaitAsync(cancellationToken);
        await pump.KeepAsync(new StoreOperation.QosTwoReleased(entry.Client, entry.PacketId), cancellationToken);
    }

    private bool Holds(Entry entry) =>
        _open.TryGetValue(entry.Client, out var ids) && ids.TryGetValue(entry.PacketId, out var there) && there == entry;

    private void Remove(Entry entry)
    {
        if (!Holds(entry)) return;
        var ids = _open[entry.Client];
        ids.Remove(entry.PacketId);
        if (ids.Count == 0) _open.Remove(entry.Client);
    }

    /// <summary>One packet id in use.</summary>
    internal sealed class Entry(string client, ushort packetId)
    {
        public string Client { get; } = client;

        public ushort PacketId { get; } = packetId;

        /// <summary>Whether its message was taken; until then a repeat is not answered.</summary>
        public bool IsTaken { get; set; }

        /// <summary>Whether the store has it.</summary>
        public bool IsStored { get; set; }
    }
}
