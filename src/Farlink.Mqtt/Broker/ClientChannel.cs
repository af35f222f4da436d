using MQTTnet.AspNetCore;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// The library's channel of one client, with the connection it came by, and with a client id for those who leave it to the
/// broker: MQTT 5 tells them which (§3.2.2.3.7), in 3.1.1 a clean session may go without (§3.1.3.1) and the library would
/// refuse.
/// </summary>
internal sealed class ClientChannel(MqttConnectionContext inner, BrokerConnection connection, QosTwoGate gate)
    : ChannelDecorator(inner)
{
    public BrokerConnection Connection { get; } = connection;

    /// <summary>Keeps what a client repeats from being taken twice.</summary>
    public QosTwoGate Gate { get; } = gate;

    public static string AssignId() => $"auto-{Guid.NewGuid():N}";

    public override async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        var packet = await base.ReceivePacketAsync(cancellationToken);
        while (packet is not null && await Gate.RefuseAsync(packet, cancellationToken) is { } answer)
        {
            await SendPacketAsync(answer, cancellationToken);
            packet = await base.ReceivePacketAsync(cancellationToken);
        }

        if (packet is MqttConnectPacket { CleanSession: true } connect && string.IsNullOrEmpty(connect.ClientId)
            && PacketFormatterAdapter.ProtocolVersion != MqttProtocolVersion.V500)
            connect.ClientId = AssignId();
        return packet!;
    }
}
