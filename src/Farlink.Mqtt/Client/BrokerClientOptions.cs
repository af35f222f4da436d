using Farlink.Protocol.Messages;
using System.Security.Cryptography.X509Certificates;

namespace Farlink.Mqtt.Client;

/// <summary>How to reach a broker and as whom.</summary>
public sealed record BrokerClientOptions
{
    /// <summary>Host name or address to connect to.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port; 8883 with TLS and 1883 without are usual.</summary>
    public required int Port { get; init; }

    /// <summary>Client id; must be one's own at that broker.</summary>
    public required string ClientId { get; init; }

    /// <summary>TLS, or null for clear text.</summary>
    public BrokerClientTls? Tls { get; init; }

    /// <summary>User name, or null.</summary>
    public string? User { get; init; }

    /// <summary>Password, or null.</summary>
    public string? Password { get; init; }

    /// <summary>MQTT 5 instead of 3.1.1; default no, as the devices in the field.</summary>
    public bool UseMqtt5 { get; init; }

    /// <summary>
    /// Whether the broker keeps the session while we are away; default no. For MQTT 5 it is kept for <see cref="SessionKept"/>.
    /// </summary>
    public bool PersistentSession { get; init; }

    /// <summary>How long an MQTT 5 broker keeps a persistent session: seven days.</summary>
    public static TimeSpan SessionKept { get; } = TimeSpan.FromDays(7);

    /// <summary>Keep-alive; default 60 s.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait for an answer of the broker; default 10 s. Then the connection is made anew.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>First wait before connecting again; default 0.5 s, doubled each time up to <see cref="LongestDelay"/>.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait before connecting again; default 30 s.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Topic filters subscribed to after each connection.</summary>
    public IReadOnlyList<string> Subscriptions { get; init; } = [];

    /// <summary>Most QoS of the subscriptions; default at least once.</summary>
    public MqttQos SubscribeQos { get; init; } = MqttQos.AtLeastOnce;

    /// <summary>What the broker publishes for us when we are gone without a word; null: nothing.</summary>
    public MqttMessage? Will { get; init; }

    /// <summary>Path of MQTT over WebSocket (MQTT 3.1.1 §6), as <c>/mqtt</c>; null: plain TCP.</summary>
    public string? WebSocketPath { get; init; }

    /// <summary>Called after each connection, subscriptions included; must not block.</summary>
    public Action? OnConnected { get; init; }

    /// <summary>Which QoS 2 messages of the broker were taken; null: a repeat is taken for a new one.</summary>
    public IQosTwoBook? Received { get; init; }

    /// <summary>What this broker is called as a publisher of messages, in <see cref="Received"/> too; default "".</summary>
    public string Publisher { get; init; } = "";
}

/// <summary>TLS of a <see cref="BrokerClient"/>.</summary>
public sealed record BrokerClientTls
{
    /// <summary>Name the broker's certificate must carry; it may differ from the host connected to.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Says why the broker's certificate is not good, or null if it is. Null here means the system's own authorities decide.
    /// </summary>
    public Func<X509Certificate2?, string?>? RefuseServerCertificate { get; init; }

    /// <summary>Application protocol asked for in the handshake (ALPN), where a broker shares its port; null: none.</summary>
    public string? Alpn { get; init; }

    /// <summary>Own certificate with private key, or null.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>
    /// Asked when a connection failed: why our own key could not be used since it was asked last, or null. A key in a chip may
    /// fail.
    /// </summary>
    public Func<string?>? OwnKeyProblem { get; init; }
}
