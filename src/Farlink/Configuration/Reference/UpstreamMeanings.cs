namespace Farlink.Configuration.Reference;

/// <summary>The table [upstream], and [broker] with kind = "external".</summary>
internal static class UpstreamMeanings
{
    public static IReadOnlyList<KeyMeaning> All { get; } =
    [
        new(
            "url",
            "with TLS, or without; the last two are MQTT over WebSocket; usual ports if left out")
        {
            Form = "`mqtts://HOST:PORT`, `mqtt://HOST:PORT`, `wss://HOST:PORT/PATH`, `ws://HOST:PORT/PATH`",
        },
        new("tls_name", "name the broker's certificate must carry") { Default = "the host of `url`" },
        new("ca", "private CA; then it alone counts") { Default = "none: the system's authorities" },
        new("crl", "list of revocations of that CA: a broker on it is not trusted; read again at each connection"),
        new("cert", "own certificate; goes together with `key`"),
        new("key", "own private key; goes together with `cert`"),
        new("user", "user name"),
        new("password_file", "file with the password and nothing else, mode 0600"),
        new("client_id", "client id; must be unique at that broker") { Default = "`farlink-NAME`" },
        new(
            "alpn",
            "application protocol asked for in the TLS handshake, where a broker shares its port: `\"mqtt\"`, "
            + "`\"x-amzn-mqtt-ca\"`"),
        new(
            "protocol",
            "MQTT version. Only in 5 can a broker say that it refuses a message, show retain flags of live messages to a "
            + "subscriber, carry properties, and leave out what Farlink itself published"),
    ];
}
