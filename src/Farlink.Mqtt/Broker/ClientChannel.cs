using MQTTnet.AspNetCore;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// The library's channel of one client, with the connection it came by, and with a client id for those who leave it to the
/// broker: MQTT 5 tells them which (§3.2.2.3.7), in 3.1.1 a clean session may go without (§3.1.3.1) and the library would
/// refuse. Keep-alive is watched here, by <see cref="ReadAhead"/>.
/// </summary>
internal sealed class ClientChannel(
    MqttConnectionContext inner, BrokerConnection connection, QosTwoGate gate, TimeProvider time)
    : ChannelDecorator(inner), IAsyncDisposable
{
    private ReadAhead? _ahead;

    public BrokerConnection Connection { get; } = connection;

    /// <summary>Keeps what a client repeats from being taken twice.</summary>
    public QosTwoGate Gate { get; } = gate;

    public static string AssignId() => $"auto-{Guid.NewGuid():N}";

    public override async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        if (_ahead is null) return await ReceiveFirstAsync(cancellationToken);
        var packet = await _ahead.NextAsync(cancellationToken);
        while (packet is not null && await Gate.RefuseAsync(packet, cancellationToken) is { } answer)
        {
            await SendPacketAsync(answer, cancellationToken);
            packet = await _ahead.NextAsync(cancellationToken);
        }

        if (packet is MqttPublishPacket publish) publish.UserProperties = new PublishMark(publish, _ahead.Gone);
        return packet!;
    }

    public async ValueTask DisposeAsync()
    {
        // The connection is closed first, or the read would go on.
        base.Dispose();
        if (_ahead is not null) await _ahead.DisposeAsync();
    }

    private async Task<MqttPacket> ReceiveFirstAsync(CancellationToken cancellationToken)
    {
        var packet = await base.ReceivePacketAsync(cancellationToken);
        if (packet is not MqttConnectPacket connect) return packet!;
        if (connect.CleanSession && string.IsNullOrEmpty(connect.ClientId)
            && PacketFormatterAdapter.ProtocolVersion != MqttProtocolVersion.V500)
            connect.ClientId = AssignId();
        var keepAlive = TimeSpan.FromSeconds(connect.KeepAlivePeriod);

        // The library would not see the packets that are read ahead, and end a client that is held back.
        connect.KeepAlivePeriod = 0;
        _ahead = new ReadAhead(stop => base.ReceivePacketAsync(stop), SendPacketAsync, keepAlive, time);
        return connect;
    }
}
