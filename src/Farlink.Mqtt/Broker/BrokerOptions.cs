using System.Security.Cryptography.X509Certificates;
using Farlink.Mqtt.Access;
using Farlink.Protocol.Messages;

namespace Farlink.Mqtt.Broker;

/// <summary>Settings of the embedded broker.</summary>
public sealed record BrokerOptions
{
    /// <summary>Where it listens.</summary>
    public required IReadOnlyList<ListenerOptions> Listeners { get; init; }

    /// <summary>Certificate with private key; needed by every listener with TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>
    /// Asked when a handshake failed: why our own key could not be used since it was asked last, or null. A key in a chip may
    /// fail.
    /// </summary>
    public Func<string?>? OwnKeyProblem { get; init; }

    /// <summary>
    /// Says why a client's certificate is not good, or null if it is; null is passed if the client showed none. Needed by
    /// every mutual listener. Called on any thread.
    /// </summary>
    public Func<X509Certificate2?, string?>? RefuseClientCertificate { get; init; }

    /// <summary>
    /// Called with whom a certificate names (control characters are escaped) and why it is refused: by
    /// <see cref="RefuseClientCertificate"/>, at a handshake or later. Strangers can cause that as often as they like. Called on
    /// any thread; must not throw or block.
    /// </summary>
    public Action<string, string>? OnCertificateRefused { get; init; }

    /// <summary>
    /// Asked every second: whether other certificates are good than before. Then those that are connected are checked again, and
    /// who is refused now is cut off. Null: never.
    /// </summary>
    public Func<bool>? CertificatesChanged { get; init; }

    /// <summary>Users and passwords; null where the certificate alone counts, its common name then being the user.</summary>
    public PasswordFile? Passwords { get; init; }

    /// <summary>With passwords, on a mutual listener: which user may come with which certificate.</summary>
    public CertificateUser CertificateUser { get; init; }

    /// <summary>
    /// Whether a client id must be the user's name, or begin with it and <c>-</c>, <c>_</c> or <c>.</c>; default not. An id that
    /// the broker assigns, and a client without user, are not concerned.
    /// </summary>
    public bool ClientIdsNameUser { get; init; }

    /// <summary>Who may do what; default everything, as mosquitto without acl_file.</summary>
    public AccessList Access { get; init; } = AccessList.AllowAll;

    /// <summary>
    /// Whether clients may not publish under <c>farlink/</c>; default so. False for a broker that stands for any other, to
    /// which a
    /// base publishes like any client.
    /// </summary>
    public bool KeepsOwnTopics { get; init; } = true;

    /// <summary>What it bears.</summary>
    public BrokerLimits Limits { get; init; } = new();

    /// <summary>
    /// Called for each message a client publishes and may publish, before it is acknowledged. If it throws, the client is cut
    /// off without acknowledgement, and will repeat. It returns null, or why the message goes no further than this broker: MQTT 5
    /// tells its publisher.
    /// </summary>
    public Func<MqttMessage, CancellationToken, ValueTask<string?>>? OnPublish { get; init; }

    /// <summary>
    /// Which QoS 2 messages were taken; null: a message that a client repeats after a lost answer is taken for a new one.
    /// </summary>
    public IQosTwoBook? Received { get; init; }

    /// <exception cref="ArgumentException">Something is missing or contradicts itself.</exception>
    internal void Validate()
    {
        if (Listeners.Count == 0) throw new ArgumentException("The broker has no listener.");
        foreach (var listener in Listeners)
        {
            listener.Validate();
            if (listener.Auth != ListenerAuth.Plain && Certificate is null)
                throw new ArgumentException($"The listener {listener.Endpoint} needs a server certificate.");
            if (listener.Auth == ListenerAuth.Mutual && RefuseClientCertificate is null)
                throw new ArgumentException($"The listener {listener.Endpoint} needs a CA to check client certificates.");
            if (listener.Auth == ListenerAuth.Password && Passwords is null)
                throw new ArgumentException($"The listener {listener.Endpoint} needs a password file.");
        }
    }
}
