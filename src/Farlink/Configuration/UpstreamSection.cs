namespace Farlink.Configuration;

/// <summary>Reads [upstream], and the same keys of a [broker] of kind external.</summary>
internal sealed class UpstreamSection(string folder)
{
    /// <summary>Reads [upstream].</summary>
    public UpstreamConfig Bind(SectionReader section)
    {
        var config = BindKeys(section);
        section.Finish();
        return config;
    }

    /// <summary>Reads the keys; there may be others in this section.</summary>
    public UpstreamConfig BindKeys(SectionReader section)
    {
        var text = section.Text("url", "mqtt://127.0.0.1:1883");
        if (!BrokerUrl.TryParse(text, out var url))
        {
            section.Reject(
                "url", $"\"{text}\"",
                "allowed: \"mqtts://host:port\" or \"wss://host:port/path\" with TLS, \"mqtt://..\" or \"ws://..\" "
                + "without; ports 1 to 65535");
        }

        var certificate = section.OptionalPath("cert", folder);
        var key = section.OptionalKey("key", folder);
        if (certificate is null != key is null)
            section.Reject(certificate is null ? "cert" : "key", "nothing", "cert and key go together");
        if (!url.UseTls && (certificate is not null || section.Has("ca")))
            section.Warn("url", "certificates have no effect without TLS: use mqtts:// or wss://");
        if (!url.UseTls && section.Has("alpn")) section.Warn("alpn", "has no effect without TLS: use mqtts:// or wss://");
        if (!url.UseTls && section.Has("password_file"))
            section.Warn("url", "the password crosses the network in clear: use mqtts://");
        return new UpstreamConfig
        {
            Url = url,
            TlsName = section.Text("tls_name", url.Host),
            CaFile = section.OptionalPath("ca", folder),
            RevocationFile = Revocations(section),
            CertificateFile = certificate,
            KeyFile = key,
            User = section.OptionalText("user"),
            PasswordFile = section.OptionalPath("password_file", folder),
            ClientId = section.OptionalText("client_id"),
            Alpn = section.OptionalText("alpn"),
            UseMqtt5 = section.Choice("protocol", true, ("3.1.1", false), ("5", true)),
        };
    }

    private string? Revocations(SectionReader section)
    {
        var list = section.OptionalPath("crl", folder);
        if (list is not null && !section.Has("ca")) section.Reject("ca", "nothing", "a list of revocations is checked by its CA");
        return list;
    }
}
