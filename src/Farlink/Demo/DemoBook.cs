using Farlink.Mqtt;
using Farlink.Protocol.Messages;

namespace Farlink.Demo;

/// <summary>
/// Which QoS 2 messages the upstream broker has: a base that crashed may repeat one, and it is not delivered twice. In memory,
/// for this broker never crashes. Thread-safe.
/// </summary>
internal sealed class DemoBook : IQosTwoBook
{
    private readonly HashSet<(string Client, ushort PacketId)> _taken = [];
    private readonly Lock _lock = new();

    /// <summary>For <see cref="Mqtt.Broker.BrokerOptions.OnPublish"/>: enters a message.</summary>
    public ValueTask<string?> TakeAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        if (message.QosTwoId > 0)
        {
            lock (_lock) _taken.Add((message.Publisher, message.QosTwoId));
        }

        return ValueTask.FromResult<string?>(null);
    }

    /// <inheritdoc/>
    public bool IsTaken(string client, ushort packetId)
    {
        lock (_lock) return _taken.Contains((client, packetId));
    }

    /// <inheritdoc/>
    public int OpenOf(string client)
    {
        lock (_lock) return _taken.Count(one => one.Client == client);
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(string client, ushort packetId, CancellationToken cancellationToken)
    {
        lock (_lock) _taken.Remove((client, packetId));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAllAsync(string client, CancellationToken cancellationToken)
    {
        lock (_lock) _taken.RemoveWhere(one => one.Client == client);
        return ValueTask.CompletedTask;
    }
}
