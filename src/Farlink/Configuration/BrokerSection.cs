using System.Net;
using Farlink.Mqtt.Broker;

namespace Farlink.Configuration;

/// <summary>Reads [broker]: Farlink's own, or a connection to another one.</summary>
internal sealed class BrokerSection(string folder)
{
    private const int UsualPort = 8883;

    /// <summary>Reads [broker].</summary>
    public BrokerConfig Bind(SectionReader broker, Role role) =>
        broker.Choice("kind", true, ("embedded", true), ("external", false)) ? BindEmbedded(broker, role) : BindExternal(broker);

    private BrokerConfig BindEmbedded(SectionReader broker, Role role)
    {
        broker.Ignore("belongs to a broker of kind \"external\"", "url", "user", "tls_name", "client_id", "protocol", "alpn");
        var listeners = BindListeners(broker);
        if (listeners.Count == 0) listeners.Add(new ListenerOptions(new IPEndPoint(IPAddress.Any, UsualPort)));
        var usual = role == Role.Site ? "ecc.raspberry" : "ecc.base";
        var config = new BrokerConfig
        {
            IsEmbedded = true,
            External = null,
            Listeners = listeners,
            CaFile = broker.FilePath("ca", folder, "ecc.ca.cert.pem"),
            RevocationFile = broker.FilePath("crl", folder, "ecc.ca.crl.pem"),
            CertificateFile = broker.FilePath("cert", folder, $"{usual}.cert.pem"),
            KeyFile = broker.PrivateKey("key", folder, $"{usual}.key.pem"),
            PasswordFile = broker.OptionalPath("password_file", folder),
            AclFile = broker.OptionalPath("acl_file", folder),
            CertificateUser = broker.Choice(
                "certificate_user", CertificateUser.OwnIfKnown, ("known", CertificateUser.OwnIfKnown),
                ("same", CertificateUser.Same), ("any", CertificateUser.Any)),
            ClientIdsNameUser = broker.Choice("client_ids", false, ("any", false), ("user", true)),
        };
        if (config.PasswordFile is null && broker.Has("certificate_user"))
            broker.Warn("certificate_user", "has no effect without password_file: the certificate's common name is the user");
        if (config.PasswordFile is null && listeners.Exists(listener => listener.Auth == ListenerAuth.Password))
            broker.Reject(
                "password_file",
                "nothing",
                "a listener with auth = \"password\" needs one. Make it with: mosquitto_passwd -c FILE USER");
        broker.Finish();
        return config;
    }

    private BrokerConfig BindExternal(SectionReader broker)
    {
        broker.Ignore(
            "belongs to a broker of kind \"embedded\"", "listener", "acl_file", "certificate_user", "client_ids");
        var external = new UpstreamSection(folder).BindKeys(broker);
        broker.Finish();
        return new BrokerConfig
        {
            IsEmbedded = false,
            External = external,
            Listeners = [],
            RevocationFile = external.RevocationFile ?? "",
            CaFile = external.CaFile ?? "",
            CertificateFile = string.Empty,
            KeyFile = string.Empty,
            PasswordFile = null,
            AclFile = null,
            CertificateUser = CertificateUser.OwnIfKnown,
            ClientIdsNameUser = false,
        };
    }

    /// <summary>Two on one address and port would be good until the service starts: the second one finds it taken.</summary>
    private static List<ListenerOptions> BindListeners(SectionReader broker)
    {
        List<ListenerOptions> listeners = [];
        foreach (var section in broker.Sections("listener"))
        {
            var listener = BindListener(section);
            if (listeners.Find(other => IsTaken(other.Endpoint, listener.Endpoint)) is { } earlier)
            {
                section.Reject(
                    "address", $"\"{listener.Endpoint}\"",
                    $"another listener is at \"{earlier.Endpoint}\"; each needs an address or a port of its own, and "
                    + "0.0.0.0 and [::] are every address");
            }

            listeners.Add(listener);
        }

        return listeners;
    }

    /// <summary>Whether one leaves no place for another: [::] is every address of both families, 0.0.0.0 of one.</summary>
    private static bool IsTaken(IPEndPoint one, IPEndPoint other)
    {
        if (one.Port != other.Port || one.Port == 0) return false;
        return one.Address.Equals(other.Address) || Has(IPAddress.IPv6Any)
            || (Has(IPAddress.Any) && one.AddressFamily == other.AddressFamily);

        bool Has(IPAddress every) => one.Address.Equals(every) || other.Address.Equals(every);
    }

    private static ListenerOptions BindListener(SectionReader section)
    {
        var endpoint = section.Endpoint("address", new IPEndPoint(IPAddress.Any, UsualPort));
        var auth = section.Choice(
            "auth", ListenerAuth.Mutual, ("mutual", ListenerAuth.Mutual), ("password", ListenerAuth.Password),
            ("plain", ListenerAuth.Plain));
        if (auth == ListenerAuth.Plain && (endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any)))
            section.Reject("address", $"\"{endpoint}\"", "a plain listener never listens on all interfaces: name one address");
        section.Finish();
        return new ListenerOptions(endpoint, auth);
    }
}
