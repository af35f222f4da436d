namespace Farlink.Protocol.Messages;

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
