namespace Farlink.Mqtt;

/// <summary>Delivery guarantee of one MQTT hop.</summary>
public enum MqttQos
{
    /// <summary>At most once.</summary>
    AtMostOnce = 0,

    /// <summary>At least once.</summary>
    AtLeastOnce = 1,

    /// <summary>Exactly once.</summary>
    ExactlyOnce = 2,
}

/// <summary>One MQTT PUBLISH.</summary>
public sealed record MqttMessage
{
    /// <summary>Topic name.</summary>
    public required string Topic { get; init; }

    /// <summary>Payload, any octets.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Delivery guarantee; default at least once.</summary>
    public MqttQos Qos { get; init; } = MqttQos.AtLeastOnce;

    /// <summary>Whether the broker keeps it for later subscribers.</summary>
    public bool Retain { get; init; }
}
