using Farlink.Mqtt;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Store;
using Farlink.Runtime.Link;

namespace Farlink.Runtime.Services;

/// <summary>
/// Which QoS 2 messages of publishers were taken: in the store for those that go out by a link, entered in the same transaction
/// as the message; in memory for the others, which the broker alone handles.
/// </summary>
internal sealed class QosTwoBook : IQosTwoBook
{
    private readonly Dictionary<string, Dictionary<ushort, bool>> _isStored = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly Task<LinkPump> _pump;

    public QosTwoBook(StoreImage image, Task<LinkPump> pump)
    {
        _pump = pump;
        foreach (var taken in image.QosTwoReceived) Note(taken.Client, taken.PacketId, isStored: true);
    }

    /// <summary>A message was taken.</summary>
    public void Note(string client, ushort packetId, bool isStored)
    {
        lock (_lock)
        {
            if (!_isStored.TryGetValue(client, out var ids)) _isStored[client] = ids = [];
            ids[packetId] = isStored;
        }
    }

    public bool IsTaken(string client, ushort packetId)
    {
        lock (_lock) return _isStored.TryGetValue(client, out var ids) && ids.ContainsKey(packetId);
    }

    public int OpenOf(string client)
    {
        lock (_lock) return _isStored.TryGetValue(client, out var ids) ? ids.Count : 0;
    }

    public async ValueTask ReleaseAsync(string client, ushort packetId, CancellationToken cancellationToken)
    {
        bool isStored;
        lock (_lock)
        {
            if (!_isStored.TryGetValue(client, out var ids) || !ids.TryGetValue(packetId, out isStored)) return;
        }

        if (isStored)
        {
            var pump = await _pump.WaitAsync(cancellationToken);
            await pump.KeepAsync(new StoreOperation.QosTwoReleased(client, packetId), cancellationToken);
        }

        lock (_lock)
        {
            if (_isStored.TryGetValue(client, out var ids) && ids.Remove(packetId) && ids.Count == 0) _isStored.Remove(client);
        }
    }

    public async ValueTask ReleaseAllAsync(string client, CancellationToken cancellationToken)
    {
        ushort[] open;
        lock (_lock) open = _isStored.TryGetValue(client, out var ids) ? [.. ids.Keys] : [];
        foreach (var packetId in open) await ReleaseAsync(client, packetId, cancellationToken);
    }
}

/// <summary>How far the publication of one inbox message is, in the store.</summary>
internal sealed class StoredPhase(long row, QosTwoPhase? known, LinkPump pump) : IQosTwoPhase
{
    public QosTwoPhase? Known { get; private set; } = known;

    public async ValueTask SaveAsync(QosTwoPhase phase, CancellationToken cancellationToken)
    {
        await pump.KeepAsync(new StoreOperation.QosTwoSending(row, phase.PacketId, phase.IsReceived), cancellationToken);
        Known = phase;
    }
}
