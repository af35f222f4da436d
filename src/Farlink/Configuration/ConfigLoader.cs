using System.Collections;
using System.Net;
using Farlink.Mqtt.Broker;
using Microsoft.Extensions.Logging;

namespace Farlink.Configuration;

/// <summary>Reads a configuration file and the environment, and checks every key. Finds all problems in one run.</summary>
internal sealed class ConfigLoader
{
    /// <summary>Where farlink wifi has chrony listen; Debian's AppArmor profile of chronyd lets it make this one.</summary>
    private const string UsualClockSocket = "/run/chrony.farlink.sock";

    /// <summary>sun_path of unix(7) has 108 octets, the last of them zero.</summary>
    private const int LongestSocketPath = 107;

    private readonly List<ConfigProblem> _problems;
    private readonly string _folder;

    private ConfigLoader(List<ConfigProblem> problems, string folder)
    {
        _problems = problems;
        _folder = folder;
    }

    /// <summary>Loads a file.</summary>
    /// <param name="path">The file; relative paths in it start at its folder.</param>
    /// <param name="role">The role it must have; null to take its own.</param>
    /// <param name="environment">Environment variables that override.</param>
    /// <returns>The configuration, if there is no error, and every problem found.</returns>
    public static (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) Load(
        string path, Role? role, IDictionary environment)
    {
        var problems = new List<ConfigProblem>();
        return TomlFile.Read(path, problems) is { } root ? Bind(root, path, role, environment, problems) : (null, problems);
    }

    /// <summary>Checks a text as if it were that file, which need not be there.</summary>
    /// <inheritdoc cref="Load"/>
    public static (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) LoadText(
        string text, string path, Role? role, IDictionary environment)
    {
        var problems = new List<ConfigProblem>();
        var root = TomlReader.Read(text, path, problems);
        return problems.Exists(problem => problem.Severity == Severity.Error)
            ? (null, problems) : Bind(root, path, role, environment, problems);
    }

    /// <summary>Loads the radio of a file, whatever else is or is not in it.</summary>
    /// <inheritdoc cref="Load"/>
    public static (RadioConfig? Radio, IReadOnlyList<ConfigProblem> Problems) LoadRadio(string path, IDictionary environment)
    {
        var problems = new List<ConfigProblem>();
        if (TomlFile.Read(path, problems) is not { } root) return (null, problems);
        EnvironmentOverrides.Apply(root, environment, problems);
        var radio = RadioSection.Bind(new SectionReader(root, string.Empty, problems).Section("radio"));
        return (problems.Exists(problem => problem.Severity == Severity.Error) ? null : radio, problems);
    }

    /// <summary>Loads what pairing needs, whatever else is missing: an end that is not paired yet cannot run.</summary>
    /// <inheritdoc cref="Load"/>
    public static (PairingConfig? Config, IReadOnlyList<ConfigProblem> Problems) LoadPairing(string path, IDictionary environment)
    {
        var problems = new List<ConfigProblem>();
        if (TomlFile.Read(path, problems) is not { } table) return (null, problems);
        EnvironmentOverrides.Apply(table, environment, problems);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var root = new SectionReader(table, string.Empty, problems);
        if (!root.Has("role")) root.Reject("role", "nothing", "allowed: \"site\" or \"base\"");
        var role = root.Choice("role", Role.Site, ("site", Role.Site), ("base", Role.Base));
        var link = root.Section("link");
        var pairings = new PairingSection(link, folder, role);
        var name = LinkSection.CheckName(root, root.Text("name", Environment.MachineName));
        var shared = root.Sections("site").Where(PairingSection.IsShared)
            .Select(site => (byte)site.Integer("id", 1, 1, byte.MaxValue)).ToHashSet();
        var config = new PairingConfig(
            role, name, pairings.Element, pairings.Folder, LinkSection.StorePath(link, folder), shared);
        return (problems.Exists(problem => problem.Severity == Severity.Error) ? null : config, problems);
    }

    /// <summary>Loads what tells one running end from another, whatever else is wrong or missing.</summary>
    /// <inheritdoc cref="Load"/>
    public static (EndPlace? Place, IReadOnlyList<ConfigProblem> Problems) LoadPlace(string path, IDictionary environment)
    {
        var problems = new List<ConfigProblem>();
        if (TomlFile.Read(path, problems) is not { } table) return (null, problems);
        EnvironmentOverrides.Apply(table, environment, problems);
        var full = Path.GetFullPath(path);
        var root = new SectionReader(table, string.Empty, problems);
        var role = root.Has("role") ? root.Choice("role", Role.Site, ("site", Role.Site), ("base", Role.Base)) : (Role?)null;
        var place = new EndPlace(full, role, LinkSection.StorePath(root.Section("link"), Path.GetDirectoryName(full)!));
        return (problems.Exists(problem => problem.Severity == Severity.Error) ? null : place, problems);
    }

    private static (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) Bind(
        ConfigTable root, string path, Role? role, IDictionary environment, List<ConfigProblem> problems)
    {
        EnvironmentOverrides.Apply(root, environment, problems);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var config = new ConfigLoader(problems, folder).Bind(new SectionReader(root, string.Empty, problems), role);
        return (problems.Exists(problem => problem.Severity == Severity.Error) ? null : config, problems);
    }

    private FarlinkConfig Bind(SectionReader root, Role? wanted)
    {
        var role = root.Choice("role", wanted ?? Role.Site, ("site", Role.Site), ("base", Role.Base));
        if (wanted is { } must && role != must)
            root.Reject(
                "role",
                $"\"{role.ToString().ToLowerInvariant()}\"",
                $"this command needs a {must.ToString().ToLowerInvariant()}'s configuration");
        else if (!root.Has("role") && wanted is null)
            root.Reject("role", "nothing", "allowed: \"site\" or \"base\"");

        var radio = RadioSection.Bind(root.Section("radio"));
        var linkSection = root.Section("link");
        var pairings = new PairingSection(linkSection, _folder, role);
        var link = new LinkSection(_folder).Bind(linkSection, role, pairings);
        if (link.IsNative && radio.Channel.Finding == Protocol.Airtime.ChannelFinding.Straddles)
        {
            root.Reject(
                "radio.frequency_mhz", $"{radio.Settings.Frequency}",
                "a channel lies with its whole width in one sub-band; only mode = \"radiohead\" may go on as the seed does");
        }

        if (!link.IsNative && radio.Uri is RadioUri.RNode)
        {
            root.Reject(
                "radio.uri", $"\"{radio.Uri}\"",
                "an RNode puts an octet of its own before each frame, so no RadioHead node hears it right; mode = \"farlink\" "
                + "works between two RNodes");
        }

        var broker = BindBroker(root.Section("broker"), role);
        var upstreamSection = root.Section("upstream");
        var hasUpstream = root.Has("upstream");
        if (hasUpstream && role == Role.Site) root.Warn("upstream", "belongs to a base; a site ignores it");
        var upstream = hasUpstream && role == Role.Base ? BindUpstream(upstreamSection) : null;
        var sites = link.IsNative && role == Role.Base ? new SiteSection(pairings, _folder).Bind(root) : [];
        if (!link.IsNative || role == Role.Site)
        {
            root.Ignore(
                "links are a matter of a base in native mode; radiohead mode takes every node with the right key", "site");
        }

        var routes = new RouteSection(_problems).Bind(root, role, link.IsNative);
        foreach (var (route, index) in routes.Select((route, index) => (route, index)))
        {
            if (route.Sites.FirstOrDefault(name => !sites.Exists(site => site.Name == name)) is not { } unknown) continue;
            root.Reject(
                $"route[{index}].sites", $"\"{Protocol.Text.Printable.Escape(unknown)}\"",
                sites.Count == 0 ? "sites are named at a base" : $"known: {string.Join(", ", sites.Select(site => site.Name))}");
        }

        var config = new FarlinkConfig
        {
            Role = role,
            Name = LinkSection.CheckName(root, root.Text("name", Environment.MachineName)),
            LogLevel = root.Choice(
                "log_level", LogLevel.Information, ("debug", LogLevel.Debug), ("information", LogLevel.Information),
                ("warning", LogLevel.Warning), ("error", LogLevel.Error), ("none", LogLevel.None)),
            Radio = radio,
            Link = link,
            Broker = broker,
            Upstream = upstream,
            Routes = routes,
            Sites = sites,
            ClockSocket = BindClock(root.Section("clock"), role),
        };
        root.Finish();
        return config;
    }

    private static string? BindClock(SectionReader clock, Role role)
    {
        if (role == Role.Base) clock.Ignore("belongs to a site: a base has the time from the Internet", "socket");
        var socket = role == Role.Base ? "" : clock.TextOrEmpty("socket", UsualClockSocket);
        if (socket.Length > 0 && (socket[0] != '/' || socket.Length > LongestSocketPath))
            clock.Reject(
                "socket", $"\"{Protocol.Text.Printable.Escape(socket)}\"",
                $"an absolute path of at most {LongestSocketPath} octets, the one of chrony's refclock SOCK, or \"\" for none");
        clock.Finish();
        return socket.Length > 0 ? socket : null;
    }

    private BrokerConfig BindBroker(SectionReader broker, Role role)
    {
        var isEmbedded = broker.Choice("kind", true, ("embedded", true), ("external", false));
        if (!isEmbedded) return BindExternalBroker(broker);

        broker.Ignore("belongs to a broker of kind \"external\"", "url", "user", "tls_name", "client_id", "protocol", "alpn");
        var listeners = broker.Sections("listener").Select(BindListener).ToList();
        if (listeners.Count == 0) listeners.Add(new ListenerOptions(new IPEndPoint(IPAddress.Any, 8883)));
        var config = new BrokerConfig
        {
            IsEmbedded = true,
            External = null,
            Listeners = listeners,
            CaFile = broker.OptionalPath("ca", _folder) ?? Path.GetFullPath("ecc.ca.cert.pem", _folder),
            RevocationFile = broker.OptionalPath("crl", _folder) ?? Path.GetFullPath("ecc.ca.crl.pem", _folder),
            CertificateFile = broker.OptionalPath("cert", _folder)
                ?? Path.GetFullPath($"ecc.{(role == Role.Site ? "raspberry" : "base")}.cert.pem", _folder),
            KeyFile = broker.OptionalKey("key", _folder)
                ?? Path.GetFullPath($"ecc.{(role == Role.Site ? "raspberry" : "base")}.key.pem", _folder),
            PasswordFile = broker.OptionalPath("password_file", _folder),
            AclFile = broker.OptionalPath("acl_file", _folder),
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

    private BrokerConfig BindExternalBroker(SectionReader broker)
    {
        broker.Ignore(
            "belongs to a broker of kind \"embedded\"", "listener", "acl_file", "certificate_user", "client_ids");
        var external = BindUpstreamKeys(broker);
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

    private static ListenerOptions BindListener(SectionReader section)
    {
        var endpoint = section.Endpoint("address", new IPEndPoint(IPAddress.Any, 8883));
        var auth = section.Choice(
            "auth", ListenerAuth.Mutual, ("mutual", ListenerAuth.Mutual), ("password", ListenerAuth.Password),
            ("plain", ListenerAuth.Plain));
        if (auth == ListenerAuth.Plain && (endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any)))
            section.Reject("address", $"\"{endpoint}\"", "a plain listener never listens on all interfaces: name one address");
        section.Finish();
        return new ListenerOptions(endpoint, auth);
    }

    private UpstreamConfig BindUpstream(SectionReader section)
    {
        var config = BindUpstreamKeys(section);
        section.Finish();
        return config;
    }

    private string? Revocations(SectionReader section)
    {
        var list = section.OptionalPath("crl", _folder);
        if (list is not null && !section.Has("ca")) section.Reject("ca", "nothing", "a list of revocations is checked by its CA");
        return list;
    }

    private UpstreamConfig BindUpstreamKeys(SectionReader section)
    {
        var text = section.Text("url", "mqtt://127.0.0.1:1883");
        if (!BrokerUrl.TryParse(text, out var url))
        {
            section.Reject(
                "url", $"\"{text}\"",
                "allowed: \"mqtts://host:port\" or \"wss://host:port/path\" with TLS, \"mqtt://..\" or \"ws://..\" without");
        }

        var certificate = section.OptionalPath("cert", _folder);
        var key = section.OptionalKey("key", _folder);
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
            CaFile = section.OptionalPath("ca", _folder),
            RevocationFile = Revocations(section),
            CertificateFile = certificate,
            KeyFile = key,
            User = section.OptionalText("user"),
            PasswordFile = section.OptionalPath("password_file", _folder),
            ClientId = section.OptionalText("client_id"),
            Alpn = section.OptionalText("alpn"),
            UseMqtt5 = section.Choice("protocol", true, ("3.1.1", false), ("5", true)),
        };
    }
}
