namespace Farlink.Mqtt;

/// <summary>
/// Which QoS 2 messages were taken and not yet released by their sender (MQTT 3.1.1 §4.3.3, receiver). It survives a crash:
/// whoever takes a message enters it together with the message. Thread-safe.
/// </summary>
public interface IQosTwoBook
{
    /// <summary>Whether this packet id of this client stands for a message that was taken.</summary>
    bool IsTaken(string client, ushort packetId);

    /// <summary>Packet ids of a client that wait for their PUBREL.</summary>
    int OpenOf(string client);

    /// <summary>The sender has said PUBREL; completes when the id is free, also after a crash.</summary>
    ValueTask ReleaseAsync(string client, ushort packetId, CancellationToken cancellationToken);

    /// <summary>The sender begins a new session: all its ids are free.</summary>
    ValueTask ReleaseAllAsync(string client, CancellationToken cancellationToken);
}
