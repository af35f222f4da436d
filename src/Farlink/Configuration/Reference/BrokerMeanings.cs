namespace Farlink.Configuration.Reference;

/// <summary>The tables [broker] and [[broker.listener]].</summary>
internal static class BrokerMeanings
{
    /// <summary>Of any kind.</summary>
    public static IReadOnlyList<KeyMeaning> Both { get; } =
    [
        new("kind", "Farlink's own broker, or a connection to another one"),
    ];

    /// <summary>Farlink's own.</summary>
    public static IReadOnlyList<KeyMeaning> Embedded { get; } =
    [
        new("ca", "CA of client certificates; read if a listener is mutual"),
        new(
            "crl",
            "certificates that were taken back, as `farlink pki revoke` writes it; it may come later, and a new one counts "
            + "within a second. A base carries it to its sites, whose own file it replaces"),
        new("cert", "the broker's certificate; read if a listener has TLS"),
        new("key", "its private key, P-256 or another EC curve; `pkcs11:..` and `atecc608:..` as for `element`"),
        new("password_file", "users, as `mosquitto_passwd` 2.0 writes them (`$7$`)"),
        new("acl_file", "who may read and write what, as mosquitto's `acl_file`") { Default = "none: everything is allowed" },
        new(
            "certificate_user",
            "with a `password_file`, on a `mutual` listener: `\"known\"`: a certificate whose common name is a user is that "
            + "user's alone; `\"same\"`: the user must be the common name, so give every device a certificate of its own; "
            + "`\"any\"`: no matter"),
        new(
            "client_ids",
            "`\"user\"`: a client id must be the user's name, or begin with it and `-`, `_` or `.` (`esp8266-kitchen`)"),
    ];

    /// <summary>A listener.</summary>
    public static IReadOnlyList<KeyMeaning> Listener { get; } =
    [
        new("address", "where to listen; an IP address, port 0 takes a free one"),
        new("auth", "how clients show who they are"),
    ];
}
