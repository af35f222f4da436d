using System.CommandLine;
using Farlink.Configuration;
using Farlink.Output;
using Farlink.Protocol.Text;
using Farlink.Setup;

namespace Farlink.Commands;

/// <summary>The options of <c>farlink init</c>: one for each question.</summary>
internal sealed class InitOptions
{
    private readonly Option<string?> _role = Options.Optional<string>("--role", "site or base");
    private readonly Option<string?> _name = Options.Optional<string>("--name", "Name of this site or base");
    private readonly Option<string?> _country = Options.Optional<string>(
        "--country", "Two letters: FR, US, ..; suggests the region, refuses another one, and has the rules of the WiFi");

    private readonly Option<string?> _region = Options.Optional<string>("--region", "EU868, US915, AU915, AS923, IN865 or KR920");
    private readonly Option<bool> _foreignRegion = Options.Of(
        "--foreign-region", "The region is meant though it is not one of the country's: it is allowed at this place", false);

    private readonly Option<string?> _board = Options.Optional<string>(
        "--board",
        $"LoRa board ({DocumentationPages.Hardware}); auto: the one that answers, so take other things off the header");

    private readonly Option<string?> _radio = Options.Optional<string>(
        "--radio", "URI of a radio that is no board here: rnode:/dev/ttyUSB0, semtech-udp://.., ether://..");

    private readonly Option<string[]> _presets = Many("--preset", $"Routes: {Presets.Names}; several with commas");
    private readonly Option<string?> _session = Options.Optional<string>(
        "--session", "edhoc (paired ends, the default) or psk (a key that both share, not as good)");

    private readonly Option<string?> _element = Options.Optional<string>(
        "--element",
        "With edhoc: where this end's key of the link is, a URI as link.element has it: atecc608:?bus=1&address=0x60&slot=2, "
        + "pkcs11:..; default a file");

    private readonly Option<long?> _linkId = Options.OptionalNumber("--link-id", "With psk: the link id; default 1", 1, 255);
    private readonly Option<string[]> _devices = Many("--device", "Names of devices: certificates at a base, users at a site");
    private readonly Option<string[]> _sites = Many("--site", "Base: names of its sites");
    private readonly Option<string[]> _siteAddresses = Many(
        "--site-address",
        "Base: further names and addresses of a site's broker, for its certificate: NAME-or-ADDRESS, of several sites SITE=..; "
        + "needed where devices come by another network than the site's own WiFi");

    private readonly Option<string?> _addSite = Options.Optional<string>(
        "--add-site", "Name of one more site for the base that is there; its farlink.toml is added to, the rest of it stays");

    private readonly Option<string?> _upstream = Options.Optional<string>(
        "--upstream", "Base: the broker it feeds, mqtts://host:port; none: Farlink's own");

    private readonly Option<string?> _upstreamUser = Options.Optional<string>("--upstream-user", "Base: user at that broker");
    private readonly Option<string?> _upstreamPassword = Options.Optional<string>(
        "--upstream-password-file", "Base: file with the password there, mode 0600");

    private readonly Option<string?> _upstreamCa = Options.Optional<string>("--upstream-ca", "Base: private CA of it, PEM");
    private readonly Option<string?> _pki = Options.Optional<string>(
        "--pki", "Base: folder of the CA, a new one or one that is there; default pki beside the configuration");

    private readonly Option<bool> _noPki = Options.Of("--no-pki", "Base: make no certificates", false);
    private readonly Option<string?> _certificates = Options.Optional<string>(
        "--certificates", "Site: the folder site-NAME that the base made");

    private readonly Option<bool> _noCertificates = Options.Of("--no-certificates", "Site: they are brought later", false);
    private readonly Option<string?> _listen = Options.Optional<string>(
        "--listen",
        "Site: address, or address:port, of the broker's only listener, or of the first one with TLS; default 192.168.2.1:8883 "
        + "with --wifi, else every address");

    private readonly Option<string[]> _listeners = Many(
        "--listener", "Site: mutual, password, plain; several with commas. Default mutual; the next ports are 8884 and 1883");

    private readonly Option<bool> _noPasswords = Options.Of("--no-passwords", "Site: certificates alone count", false);
    private readonly Option<bool> _wifi = Options.Of("--wifi", "Site: this host is the devices' access point", false);
    private readonly Option<bool> _noWifi = Options.Of("--no-wifi", "Site: it is not", false);
    private readonly Option<string?> _interface = Options.Optional<string>(
        "--interface", "Site, with --wifi: its interface; default wlan0");

    private readonly Option<string?> _ssid = Options.Optional<string>("--ssid", "Site, with --wifi: its name");
    private readonly Option<string?> _passphraseFile = Options.Optional<string>(
        "--passphrase-file", "Site, with --wifi: file with its passphrase, mode 0600; default one that is made up");

    private readonly Option<int?> _channel = Options.OptionalWhole("--channel", "Site, with --wifi: its channel; default 6");

    private readonly Option<string?> _output = Options.Optional<string>(
        "--output", "Folder for all of it; default /etc/farlink, if it is there and may be written, else this folder");

    private readonly Option<string?> _state = Options.Optional<string>(
        "--state", "Folder that the service writes to; default /var/lib/farlink for /etc/farlink, else that of --output");

    private readonly Option<bool> _pair = Options.Of("--pair", "Pair over the air at the end", false);
    private readonly Option<bool> _noPair = Options.Of("--no-pair", "Do not", false);
    private readonly Option<bool> _yes = Options.Of("--yes", "Ask nothing: take defaults", false);
    private readonly Option<bool> _replace = Options.Of(
        "--replace",
        "Replace files, certificates and shared keys that are there, but no CA; they are kept, as NAME.bak or below replaced",
        false);

    private readonly Option<bool> _noDoctor = Options.Of("--no-doctor", "Do not examine the host at the end", false);
    private readonly Option<bool> _json = Options.Of(
        "--json", "Ask nothing, as with --yes, and print one JSON object. The WiFi is left to a command that it names", false);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
            {
                _role, _name, _country, _region, _foreignRegion, _board, _radio, _presets, _session, _element, _linkId,
                _devices, _sites, _siteAddresses, _addSite, _upstream, _upstreamUser, _upstreamPassword, _upstreamCa, _pki,
                _noPki, _certificates, _noCertificates, _listen, _listeners, _noPasswords, _wifi, _noWifi, _interface, _ssid,
                _passphraseFile, _channel, _output, _state, _pair, _noPair, _yes, _replace, _noDoctor, _json,
            })
            command.Add(option);
    }

    /// <summary>Reads them; whether their values are good is looked at later, all at once.</summary>
    /// <exception cref="UsageException">Two contradict each other, or a word is none.</exception>
    public InitGiven Read(ParseResult parsed) => new()
    {
        Role = Word<Role>(parsed.GetValue(_role), "--role", ("site", Role.Site), ("base", Role.Base)),
        Name = parsed.GetValue(_name),
        Country = parsed.GetValue(_country)?.ToUpperInvariant(),
        Region = parsed.GetValue(_region)?.ToUpperInvariant(),
        IsForeignRegion = parsed.GetValue(_foreignRegion),
        Board = parsed.GetValue(_board),
        Radio = parsed.GetValue(_radio),
        Presets = List(parsed.GetValue(_presets)),
        IsShared = Word<bool>(parsed.GetValue(_session), "--session", ("edhoc", false), ("psk", true)),
        Element = parsed.GetValue(_element),
        LinkId = (byte?)parsed.GetValue(_linkId),
        Devices = List(parsed.GetValue(_devices)),
        Sites = List(parsed.GetValue(_sites)),
        SiteAddresses = List(parsed.GetValue(_siteAddresses)),
        AddSite = parsed.GetValue(_addSite),
        Upstream = parsed.GetValue(_upstream),
        UpstreamUser = parsed.GetValue(_upstreamUser),
        UpstreamPasswordFile = parsed.GetValue(_upstreamPassword),
        UpstreamCa = parsed.GetValue(_upstreamCa),
        Pki = parsed.GetValue(_pki),
        NoPki = parsed.GetValue(_noPki),
        Certificates = parsed.GetValue(_certificates),
        NoCertificates = parsed.GetValue(_noCertificates),
        Listen = parsed.GetValue(_listen),
        Listeners = List(parsed.GetValue(_listeners)),
        NoPasswords = parsed.GetValue(_noPasswords),
        Wifi = Either(parsed.GetValue(_wifi), parsed.GetValue(_noWifi), "--wifi"),
        Interface = parsed.GetValue(_interface),
        Ssid = parsed.GetValue(_ssid),
        PassphraseFile = parsed.GetValue(_passphraseFile),
        Channel = parsed.GetValue(_channel),
        Output = parsed.GetValue(_output),
        State = parsed.GetValue(_state),
        Pair = Either(parsed.GetValue(_pair), parsed.GetValue(_noPair), "--pair"),
        Yes = parsed.GetValue(_yes),
        Replace = parsed.GetValue(_replace),
        NoDoctor = parsed.GetValue(_noDoctor),
        Json = parsed.GetValue(_json),
    };

    private static Option<string[]> Many(string name, string description) => new(name) { Description = description };

    /// <summary>Given several times, or once with commas between; null: not given.</summary>
    private static IReadOnlyList<string>? List(string[]? values) =>
        values is { Length: > 0 } ? [.. values.SelectMany(value => AnswerRules.Split(value)).Distinct()] : null;

    private static bool? Either(bool yes, bool no, string name)
    {
        if (yes && no) throw new UsageException($"{name} and --no-{name[2..]}: one of them.");
        return yes ? true : no ? false : (bool?)null;
    }

    private static T? Word<T>(string? text, string name, params (string Word, T Meaning)[] words)
        where T : struct
    {
        if (text is null) return null;
        foreach (var (word, meaning) in words)
            if (word == text) return meaning;
        throw new UsageException($"{name} {Printable.Escape(text)}: {string.Join(" or ", words.Select(known => known.Word))}.");
    }
}
