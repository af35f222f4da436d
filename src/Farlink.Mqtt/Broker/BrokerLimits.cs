namespace Farlink.Mqtt.Broker;

/// <summary>What a broker bears from its clients. Before a client is known nothing of it may last.</summary>
public sealed record BrokerLimits
{
    /// <summary>
    /// Largest first packet, in octets after its fixed header; default 16 KiB. A larger one is cut off before it is stored.
    /// </summary>
    public int MostConnectOctets { get; init; } = 16 * 1024;

    /// <summary>Time from the connection to an accepted CONNECT, TLS included; default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections of one address that are not yet known; default 8.</summary>
    public int MostUnknownPerAddress { get; init; } = 8;

    /// <summary>Connections that are not yet known; default 64.</summary>
    public int MostUnknown { get; init; } = 64;

    /// <summary>
    /// Largest packet of a known client, in octets; default 128 KiB: a message of 64 KiB with topic and properties.
    /// </summary>
    public int MostPacketOctets { get; init; } = 128 * 1024;

    /// <summary>Sessions, connected or kept for their client; default 1,000.</summary>
    public int MostSessions { get; init; } = 1000;

    /// <summary>Sessions of one user; default 250, so that one device cannot lock the others out.</summary>
    public int MostSessionsPerUser { get; init; } = 250;

    /// <summary>Messages that wait for one client; default 10,000. The next one is dropped, counted and logged.</summary>
    public int MostMessagesWaiting { get; init; } = 10_000;
}
