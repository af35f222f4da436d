using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Scenarios;

/// <summary>What was recorded, and is published again by a site.</summary>
public sealed record ScenarioReplay
{
    /// <summary>What it is called, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The messages in the order of their times, the first one at zero.</summary>
    public required IReadOnlyList<ReplayedMessage> Messages { get; init; }

    /// <summary>QoS of all.</summary>
    public MqttQos Qos { get; init; } = MqttQos.AtLeastOnce;

    /// <summary>How long each may wait for others to share a frame.</summary>
    public Duration MostLatency { get; init; }
}
