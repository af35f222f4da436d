using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Implementations;
using MQTTnet.Packets;

namespace Farlink.Mqtt.Client;

/// <summary>
/// The library's channel of one connection, with what the library does not do: answers to publications whose packet ids are ours
/// (the library forgets its own with the connection, and publishes nothing here), and word of a PUBREL before it is answered.
/// </summary>
internal sealed class AnswerChannel(IMqttChannelAdapter inner, Func<ushort, ValueTask> onReleased)
    : ChannelDecorator(inner)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ushort, TaskCompletionSource<MqttPacket>> _waiting = [];
    private readonly CancellationTokenSource _ended = new();
    private bool _hasEnded;

    /// <summary>Cancelled when the connection is gone.</summary>
    public CancellationToken Ended => _ended.Token;

    public override Task DisconnectAsync(CancellationToken cancellationToken)
    {
        End();
        return base.DisconnectAsync(cancellationToken);
    }

    /// <summary>Sends a packet and waits for the answer with the same id.</summary>
    /// <exception cref="ConnectionEndedException">The connection ended first.</exception>
    public async Task<MqttPacket> AskAsync(MqttPacketWithIdentifier packet, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<MqttPacket>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_hasEnded) throw new ConnectionEndedException();
            _waiting[packet.PacketIdentifier] = answer;
        }

        try
        {
            await SendPacketAsync(packet, cancellationToken);
            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock) _waiting.Remove(packet.PacketIdentifier);
        }
    }

    public override async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            MqttPacket? packet;
            try
            {
                packet = await base.ReceivePacketAsync(cancellationToken);
            }
            catch
            {
                End();
                throw;
            }

            if (packet is null) End();
            if (packet is MqttPubRelPacket released) await onReleased(released.PacketIdentifier);
            if (packet is not (MqttPubAckPacket or MqttPubRecPacket or MqttPubCompPacket)) return packet!;

            // Nobody may wait any more, for he was stopped. The library must not see it then: to a PUBREC that it does not know
            // it says PUBREL, the broker frees the id, and the next start's repeat would be a new message there.
            Answer((MqttPacketWithIdentifier)packet);
        }
    }

    public override void Dispose()
    {
        End();
        base.Dispose();
    }

    private void Answer(MqttPacketWithIdentifier packet)
    {
        lock (_lock)
        {
            if (_waiting.TryGetValue(packet.PacketIdentifier, out var waiting)) waiting.TrySetResult(packet);
        }
    }

    private void End()
    {
        _ended.Cancel();
        lock (_lock)
        {
            _hasEnded = true;
            foreach (var waiting in _waiting.Values) waiting.TrySetException(new ConnectionEndedException());
            _waiting.Clear();
        }
    }
}

/// <summary>Makes <see cref="AnswerChannel"/>s for the library.</summary>
internal sealed class AnswerChannelFactory : IMqttClientAdapterFactory
{
    private readonly MqttClientAdapterFactory _inner = new();

    /// <summary>The newest.</summary>
    public AnswerChannel? Last { get; private set; }

    /// <summary>Called for each PUBREL before it is answered.</summary>
    public Func<ushort, ValueTask> OnReleased { get; set; } = _ => ValueTask.CompletedTask;

    public IMqttChannelAdapter CreateClientAdapter(
        MqttClientOptions options, MqttPacketInspector packetInspector, IMqttNetLogger logger) =>
        Last = new AnswerChannel(_inner.CreateClientAdapter(options, packetInspector, logger), OnReleased);
}
