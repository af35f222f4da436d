using Farlink.Mqtt.Client;
using Farlink.Protocol.Store;
using Farlink.Runtime.Link;

namespace Farlink.Runtime.Services;

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
