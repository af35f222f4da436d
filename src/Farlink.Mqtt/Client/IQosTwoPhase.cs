namespace Farlink.Mqtt.Client;

/// <summary>
/// Keeps how far one QoS 2 publication is, so that it goes on there after a crash (MQTT 3.1.1 §4.3.3, sender).
/// </summary>
public interface IQosTwoPhase
{
    /// <summary>What was saved last; null before the first time.</summary>
    QosTwoPhase? Known { get; }

    /// <summary>Keeps it; completes when it is safe. Nothing is sent before.</summary>
    ValueTask SaveAsync(QosTwoPhase phase, CancellationToken cancellationToken);
}

/// <summary>How far a QoS 2 publication is.</summary>
/// <param name="PacketId">Its packet id, 1 to 65535.</param>
/// <param name="IsReceived">Whether the broker has it (PUBREC): then only PUBREL is sent.</param>
public sealed record QosTwoPhase(ushort PacketId, bool IsReceived);
