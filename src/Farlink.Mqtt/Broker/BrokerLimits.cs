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

    /// <summary>
    /// Messages that wait for one client, and those that it was sent and has not acknowledged, each; default 10,000. The next one
    /// is dropped, counted and logged.
    /// </summary>
    public int MostMessagesWaiting { get; init; } = 10_000;

    /// <summary>
    /// Answers that wait for one client to read; default 1,000. Then nothing more is taken from it, and after 10 s it is cut off.
    /// </summary>
    public int MostUnanswered { get; init; } = 1000;

    /// <summary>Subscriptions of one session; default 1,000. The next one is refused.</summary>
    public int MostSubscriptions { get; init; } = 1000;

    /// <summary>What the filters of one session take together, in octets of UTF-8; default 64 KiB.</summary>
    public int MostSubscriptionOctets { get; init; } = 64 * 1024;

    /// <summary>
    /// Retained messages; default 20,000, of one user a quarter. A message on a further topic is refused, one that replaces is
    /// not. What Farlink itself publishes counts and is never refused.
    /// </summary>
    public int MostRetained { get; init; } = 20_000;

    /// <summary>What retained messages take together, in octets; default 64 MiB, of one user a quarter.</summary>
    public long MostRetainedOctets { get; init; } = 64 * 1024 * 1024;
}
