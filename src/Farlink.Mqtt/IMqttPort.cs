using Farlink.Mqtt.Client;
using Farlink.Protocol.Messages;

namespace Farlink.Mqtt;

/// <summary>What a message can be handed to: the embedded broker, or a connection to another one.</summary>
public interface IMqttPort
{
    /// <summary>Publishes a message; completes when the broker has taken responsibility for it at its QoS.</summary>
    /// <param name="message">The message.</param>
    /// <param name="phase">Where the phase of a QoS 2 message is kept; null: it is not.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">Cancelled before that.</exception>
    Task<PublishOutcome> PublishAsync(MqttMessage message, IQosTwoPhase? phase, CancellationToken cancellationToken);
}
