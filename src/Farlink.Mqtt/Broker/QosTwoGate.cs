using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// The receiver's half of QoS 2 (MQTT 3.1.1 §4.3.3) for one connection, which the library leaves out: a packet id stands for one
/// message until its PUBREL, across connections and crashes. It looks at each packet before the library does.
/// </summary>
internal sealed class QosTwoGate(IQosTwoBook? book, BrokerConnection connection)
{
    /// <summary>No client has more open; the library announces 65,535, which nobody uses.</summary>
    private const int MostOpen = 1000;

    private readonly HashSet<ushort> _seenHere = [];
    private string? _client;

    /// <summary>The client is known. A clean session (§3.1.2.4) begins with all ids free.</summary>
    public async Task KnowAsync(string client, bool isClean, CancellationToken cancellationToken)
    {
        _client = client;
        if (isClean && book is not null) await book.ReleaseAllAsync(client, cancellationToken);
    }

    /// <summary>What to answer instead of handing a packet on; null if it is to be handed on.</summary>
    public async ValueTask<MqttPacket?> RefuseAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (book is null || _client is not { } client) return null;
        switch (packet)
        {
            case MqttPublishPacket { QualityOfServiceLevel: MqttQualityOfServiceLevel.ExactlyOnce } publish:
                return await RefuseRepeatAsync(client, publish, cancellationToken);
            case MqttPubRelPacket release:
                // On the disk before PUBCOMP: from then on the client may use the id for another message.
                _seenHere.Remove(release.PacketIdentifier);
                await book.ReleaseAsync(client, release.PacketIdentifier, cancellationToken);
                break;
        }

        return null;
    }

    private async ValueTask<MqttPacket?> RefuseRepeatAsync(
        string client, MqttPublishPacket publish, CancellationToken cancellationToken)
    {
        var id = publish.PacketIdentifier;
        if (book!.IsTaken(client, id))
        {
            if (publish.Dup || _seenHere.Contains(id))
            {
                _seenHere.Add(id);
                return new MqttPubRecPacket { PacketIdentifier = id };
            }

            // Not marked as a repeat (§3.3.1.1), on another connection: the client forgot the session, and this is a new message.
            await book.ReleaseAsync(client, id, cancellationToken);
        }

        if (book.OpenOf(client) >= MostOpen) connection.Cut($"it has {MostOpen} messages of QoS 2 without PUBREL");
        _seenHere.Add(id);
        return null;
    }
}
