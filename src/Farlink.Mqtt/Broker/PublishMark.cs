using MQTTnet.Packets;

namespace Farlink.Mqtt.Broker;

/// <summary>Carries what a PUBLISH came with through the library to where the message is taken.</summary>
internal sealed class PublishMark : List<MqttUserProperty>
{
    private IDisposable? _turn;
    private bool _isOver;

    public PublishMark(MqttPublishPacket publish, CancellationToken gone)
        : base(publish.UserProperties ?? [])
    {
        PacketId = publish.PacketIdentifier;
        IsRepeat = publish.Dup;
        Gone = gone;
    }

    /// <summary>Its packet id; 0 at QoS 0.</summary>
    public ushort PacketId { get; }

    /// <summary>Whether its sender says that it is a repeat (DUP).</summary>
    public bool IsRepeat { get; }

    /// <summary>Cancelled when nobody waits any more for its acknowledgement.</summary>
    public CancellationToken Gone { get; }

    /// <summary>Holds a turn until the library is done with the message, subscribers and all.</summary>
    public void Hold(IDisposable turn)
    {
        Volatile.Write(ref _turn, turn);
        if (Volatile.Read(ref _isOver)) GiveOn();
    }

    /// <summary>The library is done with the message.</summary>
    public void End()
    {
        Volatile.Write(ref _isOver, true);
        GiveOn();
    }

    private void GiveOn() => Interlocked.Exchange(ref _turn, null)?.Dispose();
}
