using System.Globalization;
using System.Text;
using Farlink.Configuration;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Airtime;

namespace Farlink.Setup;

/// <summary>
/// Writes <c>farlink.toml</c>: what differs from the defaults, and beside it, as comments, what people change most. Nothing
/// that a person typed goes into a comment.
/// </summary>
internal sealed class ConfigWriter
{
    private readonly StringBuilder _text = new();
    private readonly InitAnswers _answers;

    private ConfigWriter(InitAnswers answers) => _answers = answers;

    private bool IsSite => _answers.Role == Role.Site;

    /// <summary>The whole text.</summary>
    public static string Write(InitAnswers answers)
    {
        var writer = new ConfigWriter(answers);
        writer.Head();
        writer.Radio();
        writer.Link();
        if (writer.IsSite) writer.SiteBroker();
        else writer.BaseStation();
        writer.HomeAssistant();
        writer.Routes();
        return writer._text.ToString();
    }

    /// <summary>The tables of a base's sites alone, after an empty line.</summary>
    public static string WriteSites(InitAnswers answers)
    {
        var writer = new ConfigWriter(answers);
        writer.Sites();
        return writer._text.ToString();
    }

    /// <summary>The tables of some routes alone, after an empty line.</summary>
    public static string WriteRoutes(
        InitAnswers answers, IReadOnlyList<(Preset Preset, IReadOnlyList<PresetRoute> Routes)> some)
    {
        var writer = new ConfigWriter(answers);
        writer.Routes(some);
        return writer._text.ToString();
    }

    private void Head()
    {
        Comment($"A {(IsSite ? "site" : "base")} of Farlink, written by farlink init. What is not said here has its default;");
        Comment("configuration.md has all keys. After a change: farlink config check -c FILE");
        Key("role", IsSite ? "site" : "base");
        Comment("Part of what it proves to the other end: with another name it must be paired again.");
        Key("name", _answers.Name);
    }

    private void Radio()
    {
        Section("[radio]");
        Key("uri", _answers.Radio);
        if (_answers.Board is { } board) Key("board", board);
        Key("region", _answers.Region);
        if (_answers.Country is { } country) Key("country", country);
        if (!Regions.TryFind(_answers.Region, out var region)) return;
        Comment("The channel, alike at both ends; a step of spreading_factor more reaches further and takes twice the airtime.");
        (string Key, string Toml)[] usual =
        [
            (SharedChannel.Frequency, TomlText.Number(region.DefaultFrequency.Megahertz)),
            (SharedChannel.Bandwidth, TomlText.Number(region.DefaultBandwidth.Kilohertz)),
            (SharedChannel.Factor, "7"),
        ];
        foreach (var (key, toml) in usual.Where(one => !_answers.Channel.Has(one.Key))) Comment($"{key} = {toml}");
        _text.Append(_answers.Channel.Lines);
        Comment("At the antenna connector; the antenna's gain counts too where the law is concerned.");
        Comment("power_dbm = 14");
    }

    private void Link()
    {
        var (layout, isShared) = (_answers.Layout, _answers.IsShared);
        if (!layout.IsApart && !(isShared && IsSite) && _answers.Element is null) return;
        Section("[link]");
        if (isShared && IsSite)
        {
            Comment("A key that both ends share: who gets it reads everything, past and future. farlink pair is better.");
            Key("session", "psk");
            Number("id", _answers.LinkId);
            Key("key_file", SiteFolder.LinkKey);
        }

        if (layout.IsApart)
        {
            Comment("The service writes below this folder only.");
            Key("store", Path.Combine(layout.State, "farlink.db"));
        }

        if (isShared) return;
        var role = IsSite ? "site" : "base";
        if (_answers.Element is not null) Comment("This end's key of the link; nobody can copy one that is in a chip or token.");
        if (_answers.Element is not null || layout.IsApart)
            Key("element", _answers.Element ?? $"file:{Path.Combine(layout.State, $"{role}.key.pem")}");
        if (layout.IsApart) Key("pairings", Path.Combine(layout.State, $"{role}.pairings"));
    }

    private void SiteBroker()
    {
        Section("[broker]");
        Comment($"The CA of the base, and this broker's certificate and key: {SiteFolder.Ca},");
        Comment($"{SiteFolder.BrokerCertificate}, {SiteFolder.BrokerKey}, in the folder of this file.");
        if (_answers.Layout.IsApart)
        {
            Comment("The base sends its list of revoked certificates; it is kept here.");
            Key("crl", Path.Combine(_answers.Layout.State, "ecc.ca.crl.pem"));
        }

        if (_answers.HasPasswords)
        {
            Comment("Another user: mosquitto_passwd passwords NAME, and its topics in acl.");
            Key("password_file", DeviceUsers.PasswordFileName);
        }

        Key("acl_file", DeviceUsers.AclFileName);
        foreach (var listener in _answers.Listeners)
        {
            _text.Append('\n');
            Comment(listener.Auth switch
            {
                ListenerAuth.Mutual => "TLS, and devices show a certificate of the CA.",
                ListenerAuth.Password => "TLS, user and password: for devices that have no certificate.",
                _ => "No TLS: user and password are protected by the WiFi alone. For devices that cannot do better.",
            });
            Line("[[broker.listener]]");
            Key("address", listener.Endpoint.ToString());
            if (listener.Auth != ListenerAuth.Mutual) Key("auth", listener.Word);
        }
    }

    private void BaseStation()
    {
        if (_answers.Pki is { } pki) BaseBroker(_answers.Layout.Named(pki));
        if (_answers.Upstream is { } upstream)
        {
            Section("[upstream]");
            Key("url", upstream.Url);
            if (upstream.CaFile is not null) Key("ca", InitPlan.UpstreamCaName);
            if (upstream.User is { } user) Key("user", user);
            if (upstream.Password is not null) Key("password_file", InitPlan.UpstreamPasswordName);
        }

        Sites();
    }

    private void Sites()
    {
        for (var i = 0; i < _answers.Sites.Count; i++)
        {
            Section("[[site]]");
            Key("name", _answers.Sites[i]);
            Comment("What topics of this site must begin with, so that a stolen one can publish no others. Default: nothing.");
            Comment("prefix = \"DEVICES/\"");
            if (!_answers.IsShared) continue;
            Key("session", "psk");
            Number("id", _answers.LinkId + i);
            Key("key_file", InitPlan.LinkKeyOf(_answers.Sites[i]));
        }
    }

    private void BaseBroker(string pki)
    {
        Section("[broker]");
        Comment("Certificates that farlink pki revoke takes back: the base carries this list to its sites.");
        Key("ca", $"{pki}/{SiteFolder.Ca}");
        Key("crl", $"{pki}/ecc.ca.crl.pem");
        if (_answers.Upstream is not null) return;
        Comment("Farlink's own broker, here: clients show a certificate of the CA.");
        Line("[[broker.listener]]");
        Key("address", "0.0.0.0:8883");
    }

    /// <summary>At the base: Home Assistant is at its broker.</summary>
    private void HomeAssistant()
    {
        if (IsSite || !_answers.Presets.Contains("homeassistant")) return;
        Section("[homeassistant]");
        Comment("Each site is a device there, with signal, queue and presence.");
        Line("discovery = true");
    }

    private void Routes()
    {
        _text.Append('\n');
        Comment("Nothing crosses without a route. Both ends have their own, and a message must pass both; keys other than topic");
        Comment("and direction count where it enters. The first route that fits counts.");
        Routes(Presets.RoutesOf(_answers.Presets));
    }

    private void Routes(IReadOnlyList<(Preset Preset, IReadOnlyList<PresetRoute> Routes)> some)
    {
        foreach (var (preset, routes) in some)
        {
            _text.Append(CultureInfo.InvariantCulture, $"\n# {preset.Title}\n");
            foreach (var route in routes) RouteText.Write(_text, route, _answers.Role);
        }
    }

    private void Section(string head)
    {
        _text.Append('\n');
        Line(head);
    }

    private void Key(string key, string value) => Line($"{key} = {TomlText.Quote(value)}");

    private void Number(string key, int value) => _text.Append(CultureInfo.InvariantCulture, $"{key} = {value}\n");

    private void Comment(string text) => Line($"# {text}");

    private void Line(string line) => _text.Append(line).Append('\n');
}
