using MQTTnet.AspNetCore;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// The library's channel of one client, with the connection it came by, and with a client id for those who leave it to the
/// broker: MQTT 5 tells them which (§3.2.2.3.7), in 3.1.1 a clean session may go without (§3.1.3.1) and the library would
/// refuse. Keep-alive is watched here, by <see cref="ReadAhead"/>.
/// </summary>
internal sealed class ClientChannel(
    MqttConnectionContext inner, BrokerConnection connection, QosTwoGate gate, OpenPackets open, ClientTurns turns,
    TimeProvider time)
    : ChannelDecorator(inner), IAsyncDisposable
{
    private ReadAhead? _ahead;
    private string _clientId = "";
    private IDisposable? _turn;
    private PublishMark? _publish;

    public BrokerConnection Connection { get; } = connection;

    /// <summary>Keeps what a client repeats from being taken twice.</summary>
    public QosTwoGate Gate { get; } = gate;

    /// <summary>Bounds what waits for the client to read or to acknowledge.</summary>
    public OpenPackets Open { get; } = open;

    /// <summary>Whether the client left it to us to give it an id.</summary>
    public bool HasAssignedId { get; private set; }

    public static string AssignId() => $"auto-{Guid.NewGuid():N}";

    public override async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        // The library asks when it is done with the packet before.
        EndPublish();
        if (_ahead is null) return await ReceiveFirstAsync(cancellationToken);
        MqttPacket? packet = null;
        try
        {
            return packet = await ReceiveNextAsync(_ahead, cancellationToken);
        }
        finally
        {
            // What follows is the end of this connection: nobody else may begin under its id until it is over.
            if (packet is null or MqttDisconnectPacket) _turn ??= await turns.EnterAsync(_clientId, CancellationToken.None);
        }
    }

    public override async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttConnAckPacket welcome) welcome.TopicAliasMaximum = PacketRules.MostTopicAliases;
        Open.NoteSending(packet);
        await base.SendPacketAsync(packet, cancellationToken);
        if (packet is not MqttConnAckPacket) return;
        _turn?.Dispose();
        _turn = null;
    }

    public async ValueTask DisposeAsync()
    {
        // The connection is closed first, or the read would go on.
        base.Dispose();
        if (_ahead is not null) await _ahead.DisposeAsync();
        EndPublish();
        _turn?.Dispose();
    }

    private async Task<MqttPacket> ReceiveNextAsync(ReadAhead ahead, CancellationToken cancellationToken)
    {
        var packet = await ahead.NextAsync(cancellationToken);
        while (packet is not null && await Gate.RefuseAsync(packet, cancellationToken) is { } answer)
        {
            // Past the count of answers: the library is asked for none.
            await base.SendPacketAsync(answer, cancellationToken);
            packet = await ahead.NextAsync(cancellationToken);
        }

        if (packet is not null && await Open.ReceiveAsync(packet, cancellationToken) is { } why) throw Violation(why);
        if (packet is MqttPublishPacket publish) publish.UserProperties = _publish = new PublishMark(publish, ahead.Gone);
        return packet!;
    }

    private void EndPublish()
    {
        _publish?.End();
        _publish = null;
    }

    private async Task<MqttPacket> ReceiveFirstAsync(CancellationToken cancellationToken)
    {
        var packet = await ReadAsync(isFirst: true, cancellationToken);
        if (packet is not MqttConnectPacket connect) return packet;
        if (connect.CleanSession && string.IsNullOrEmpty(connect.ClientId)
            && PacketFormatterAdapter.ProtocolVersion != MqttProtocolVersion.V500)
        {
            connect.ClientId = AssignId();
            HasAssignedId = true;
        }

        var keepAlive = TimeSpan.FromSeconds(connect.KeepAlivePeriod);

        // The library would not see the packets that are read ahead, and end a client that is held back.
        connect.KeepAlivePeriod = 0;
        _clientId = connect.ClientId ?? "";
        _turn = await turns.EnterAsync(_clientId, cancellationToken);
        _ahead = new ReadAhead(stop => ReadAsync(isFirst: false, stop), SendPacketAsync, keepAlive, Connection.Cut, time);
        return connect;
    }

    /// <summary>Reads a packet. What is none, or no client may send, ends the connection with a reason in the log.</summary>
    private async Task<MqttPacket> ReadAsync(bool isFirst, CancellationToken cancellationToken)
    {
        MqttPacket? packet;
        try
        {
            packet = await base.ReceivePacketAsync(cancellationToken);
        }
        catch (MqttProtocolViolationException)
        {
            Connection.Cut(isFirst ? "its CONNECT is malformed" : "it sent a malformed packet");
            throw;
        }

        if (packet is not null && PacketRules.Refuse(packet, isFirst) is { } why) throw Violation(why);
        return packet!;
    }

    private MqttProtocolViolationException Violation(string why)
    {
        Connection.Cut(why);
        return new MqttProtocolViolationException(why);
    }
}
