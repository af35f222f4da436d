using Farlink.Protocol.Messages;

namespace Farlink.Mqtt;

/// <summary>The usual way to publish.</summary>
public static class MqttPortExtensions
{
    /// <summary>Publishes a message whose QoS 2 phase need not survive this process.</summary>
    /// <inheritdoc cref="IMqttPort.PublishAsync"/>
    public static Task<PublishOutcome> PublishAsync(
        this IMqttPort port, MqttMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(port);
        return port.PublishAsync(message, null, cancellationToken);
    }
}
