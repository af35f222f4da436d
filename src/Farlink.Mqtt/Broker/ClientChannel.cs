using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
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
    : IMqttChannelAdapter
{
    public BrokerConnection Connection { get; } = connection;

    /// <summary>Keeps what a client repeats from being taken twice.</summary>
    public QosTwoGate Gate { get; } = gate;

    public long BytesReceived => inner.BytesReceived;

    public long BytesSent => inner.BytesSent;

    public X509Certificate2 ClientCertificate => inner.ClientCertificate;

    public EndPoint RemoteEndPoint => inner.RemoteEndPoint;

    public EndPoint LocalEndPoint => inner.LocalEndPoint;

    public bool IsSecureConnection => inner.IsSecureConnection;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => inner.PacketFormatterAdapter;

    public static string AssignId() => $"auto-{Guid.NewGuid():N}";

    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    public void ResetStatistics() => inner.ResetStatistics();

    public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken) =>
        inner.SendPacketAsync(packet, cancellationToken);

    public async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        var packet = await inner.ReceivePacketAsync(cancellationToken);
        while (packet is not null && await Gate.RefuseAsync(packet, cancellationToken) is { } answer)
        {
            await inner.SendPacketAsync(answer, cancellationToken);
            packet = await inner.ReceivePacketAsync(cancellationToken);
        }

        if (packet is MqttConnectPacket { CleanSession: true } connect && string.IsNullOrEmpty(connect.ClientId)
            && PacketFormatterAdapter.ProtocolVersion != MqttProtocolVersion.V500)
            connect.ClientId = AssignId();
        return packet!;
    }

    public void Dispose() => inner.Dispose();
}
