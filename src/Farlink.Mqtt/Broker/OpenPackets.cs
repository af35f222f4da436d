using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// What is open between the broker and one connection, all of which the library keeps without limit: answers that the client
/// does not read, and messages that it does not acknowledge. Thread-safe.
/// </summary>
/// <param name="mostAnswers">Answers that may wait to be sent; at it nothing more is taken from the client.</param>
/// <param name="time">Clock for <see cref="Patience"/>.</param>
internal sealed class OpenPackets(int mostAnswers, TimeProvider time)
{
    /// <summary>A client that is owed <c>mostAnswers</c> and reads none for so long is cut off.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How often each packet id is open: ids come round, and the client may have left some open.</summary>
    private readonly Dictionary<ushort, int> _messages = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource? _room;
    private int _unacknowledged;
    private int _answers;

    /// <summary>Messages that the client was sent and has not acknowledged.</summary>
    public int Unacknowledged
    {
        get
        {
            lock (_lock) return _unacknowledged;
        }
    }

    /// <summary>Notes a packet to the client, before it goes: its acknowledgement may be quick.</summary>
    public void NoteSending(MqttPacket packet)
    {
        lock (_lock)
        {
            if (packet is MqttPublishPacket { QualityOfServiceLevel: > MqttQualityOfServiceLevel.AtMostOnce } message)
            {
                _messages[message.PacketIdentifier] = _messages.GetValueOrDefault(message.PacketIdentifier) + 1;
                _unacknowledged++;
            }
            else if (IsAnswer(packet) && _answers > 0)
            {
                _answers--;
                _room?.TrySetResult();
                _room = null;
            }
        }
    }

    /// <summary>
    /// Notes a packet of the client, before the library has it. One that wants an answer waits for room; one at a time.
    /// </summary>
    /// <returns>Why there will be none, or null.</returns>
    public async ValueTask<string?> ReceiveAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttPubAckPacket or MqttPubCompPacket) Acknowledge(((MqttPacketWithIdentifier)packet).PacketIdentifier);
        if (!WantsAnswer(packet)) return null;
        if (TakeRoom() is not { } room) return null;
        try
        {
            await room.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return $"it does not read its answers, of which {mostAnswers} wait";
        }

        lock (_lock) _answers++;
        return null;
    }

    private static bool WantsAnswer(MqttPacket packet) => packet is MqttPubRecPacket or MqttPubRelPacket or MqttSubscribePacket
        or MqttUnsubscribePacket or MqttPublishPacket { QualityOfServiceLevel: > MqttQualityOfServiceLevel.AtMostOnce };

    private static bool IsAnswer(MqttPacket packet) => packet is MqttPubAckPacket or MqttPubRecPacket or MqttPubRelPacket
        or MqttPubCompPacket or MqttSubAckPacket or MqttUnsubAckPacket;

    /// <summary>Takes room for an answer; if there is none, what to wait for.</summary>
    private Task? TakeRoom()
    {
        lock (_lock)
        {
            if (_answers >= mostAnswers)
            {
                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _room.Task;
            }

            _answers++;
            return null;
        }
    }

    private void Acknowledge(ushort id)
    {
        lock (_lock)
        {
            if (!_messages.TryGetValue(id, out var open)) return;
            if (open > 1) _messages[id] = open - 1;
            else _messages.Remove(id);
            _unacknowledged--;
        }
    }
}
