using Farlink.Protocol.Messages;

namespace Farlink.Mqtt;

/// <summary>What a message can be handed to: the embedded broker, or a connection to another one.</summary>
public interface IMqttPort
{
    /// <summary>Publishes a message; completes when the broker has taken responsibility for it at its QoS.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before that.</exception>
    Task<PublishOutcome> PublishAsync(MqttMessage message, CancellationToken cancellationToken);
}
