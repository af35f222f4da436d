using System.CommandLine;
using System.Globalization;
using Farlink.Host.Files;
using Farlink.Host.Wifi;
using Farlink.Keys.Files;
using Farlink.Protocol.Text;

namespace Farlink.Commands;

/// <summary>The options that describe an access point.</summary>
internal sealed class WifiOptions
{
    private const int UsualChannel = 6;

    private readonly Option<string?> _profile = Options.Optional<string>(
        "--profile", "networkmanager or hostapd; default networkmanager where NetworkManager runs, else hostapd");

    private readonly Option<string> _interface = Options.Of("--interface", "Network interface of the radio", "wlan0");
    private readonly Option<string?> _ssid = Options.Optional<string>("--ssid", "Name of the network, 1 to 32 octets");
    private readonly Option<string?> _passphrase = Options.Optional<string>(
        "--passphrase", "Passphrase, 8 to 63 characters; other users of this host can see it while this runs");

    private readonly Option<string?> _passphraseFile = Options.Optional<string>(
        "--passphrase-file", "File with the passphrase, mode 0600; without both it is asked for");

    private readonly Option<string?> _country = Options.Optional<string>("--country", "Where the radio is: FR, US, JP, ..");
    private readonly Option<int?> _channel = Options.OptionalWhole(
        "--channel", "Channel of the 2.4 GHz band, 1 to 11 or 13, as the country allows; default 6");

    private readonly Option<WifiSecurity> _security = Options.Word(
        "--security", "How devices show that they know the passphrase", "wpa2",
        ("wpa2", WifiSecurity.Wpa2), ("wpa3", WifiSecurity.Wpa3), ("transition", WifiSecurity.Transition));

    /// <summary>auto leaves it to the security: a value of its own, since null would be no value to the parser.</summary>
    private readonly Option<(bool IsGiven, FrameProtection Value)> _protection =
        Options.Word<(bool IsGiven, FrameProtection Value)>(
            "--pmf", "Protected management frames; auto is off with wpa2", "auto",
            ("auto", (false, default)), ("off", (true, FrameProtection.Off)), ("optional", (true, FrameProtection.Optional)),
            ("required", (true, FrameProtection.Required)));

    private readonly Option<string> _address = Options.Of("--address", "The site's address and prefix", "192.168.2.1/24");
    private readonly Option<string?> _range = Options.Optional<string>(
        "--range", "Addresses for devices, FIRST-LAST; default .10 to .200 of the network");

    private readonly Option<TimeSpan> _lease = Options.Span(
        "--lease", "How long a device keeps its address, 2m to 365d", TimeSpan.FromHours(12));

    private readonly Option<string[]> _names = new("--name")
    {
        Description = "Name of the site (may be given several times); default mqtt.com. Every other name leads to it as well",
    };

    private readonly Option<string[]> _ports = new("--broker-port")
    {
        Description = "TCP port of the broker that devices reach (may be given several times); default 8883",
    };

    public void AddTo(Command command)
    {
        Option[] all =
        [
            _profile, _interface, _ssid, _passphrase, _passphraseFile, _country, _channel, _security, _protection, _address,
            _range, _lease, _names, _ports,
        ];
        foreach (var option in all) command.Add(option);
    }

    /// <summary>Reads them. A passphrase that is to be typed is asked for last, when all else is good.</summary>
    /// <exception cref="AccessPointException">Something is missing or refused; it says all of it.</exception>
    public (AccessPoint Point, WifiProfile Profile) Read(ParseResult parsed)
    {
        List<AccessPointProblem> problems = [];
        var profile = ReadProfile(parsed, problems);
        var (ssid, country) = (parsed.GetValue(_ssid), parsed.GetValue(_country)?.ToUpperInvariant());
        var passphrase = GivenPassphrase(parsed, problems);
        if (ssid is null) problems.Add(new AccessPointProblem("ssid", "it is missing", "Name the network: --ssid farm"));
        if (country is null) problems.AddRange(WithoutCountry(parsed));
        var point = new AccessPoint
        {
            Interface = parsed.GetValue(_interface)!,
            Ssid = ssid ?? "",
            Country = country ?? "",
            Passphrase = passphrase ?? "",
            Channel = parsed.GetValue(_channel) ?? UsualChannel,
            Security = parsed.GetValue(_security),
            Protection = parsed.GetValue(_protection) is { IsGiven: true } given ? given.Value : null,
            Address = parsed.GetValue(_address)!,
            Range = parsed.GetValue(_range),
            Lease = parsed.GetValue(_lease),
        };
        if (parsed.GetValue(_names) is { Length: > 0 } names) point = point with { Names = names };
        if (ReadPorts(parsed, problems) is { Count: > 0 } ports) point = point with { BrokerPorts = ports };

        // Of what is missing it is said already.
        problems.AddRange(AccessPointCheck.Problems(point, profile).Where(problem => problem.Where switch
        {
            "ssid" => ssid is not null,
            "country" => country is not null,
            "passphrase" => passphrase is not null,
            _ => true,
        }));
        if (problems.Count > 0) throw new AccessPointException(problems);
        return (passphrase is null ? point with { Passphrase = Passphrase.AskNew("Passphrase of the WiFi: ") } : point, profile);
    }

    private WifiProfile ReadProfile(ParseResult parsed, List<AccessPointProblem> problems)
    {
        switch (parsed.GetValue(_profile))
        {
            case "hostapd":
                return WifiProfile.Hostapd;
            case "networkmanager":
                return WifiProfile.NetworkManager;
            case { } other:
                problems.Add(new AccessPointProblem(
                    "profile", $"'{Printable.Escape(other)}' is none", "Allowed are networkmanager and hostapd"));
                break;
        }

        return WifiFiles.UsualProfile(HostRoot.Real);
    }

    /// <summary>Which channels there are depends on the country; of some it is sure that no country has them.</summary>
    private IEnumerable<AccessPointProblem> WithoutCountry(ParseResult parsed)
    {
        yield return new AccessPointProblem(
            "country", "it is missing", "The radio's rules depend on where it is: --country FR");
        if (parsed.GetValue(_channel) is { } channel && AccessPointCheck.ChannelProblem(channel) is { } problem)
            yield return problem;
    }

    private List<int> ReadPorts(ParseResult parsed, List<AccessPointProblem> problems)
    {
        List<int> ports = [];
        foreach (var text in parsed.GetValue(_ports) ?? [])
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)) ports.Add(port);
            else problems.Add(new AccessPointProblem(
                "broker-port", $"'{Printable.Escape(text)}' is not a number", $"1 to {ushort.MaxValue}"));
        }

        return ports;
    }

    /// <summary>What is given; null: it is to be asked for, or one of the problems.</summary>
    private string? GivenPassphrase(ParseResult parsed, List<AccessPointProblem> problems)
    {
        var (given, file) = (parsed.GetValue(_passphrase), parsed.GetValue(_passphraseFile));
        if (given is not null && file is not null)
            problems.Add(new AccessPointProblem("passphrase", "--passphrase-file is given too", "Give one of them"));
        if (given is not null) return given;
        if (file is not null) return ReadPassphrase(file, problems);
        if (Console.IsInputRedirected)
            problems.Add(new AccessPointProblem(
                "passphrase", "it is missing", "Give --passphrase-file FILE, or run this in a terminal"));
        return null;
    }

    private static string? ReadPassphrase(string file, List<AccessPointProblem> problems)
    {
        try
        {
            return WifiPassphraseFile.Read(file);
        }
        catch (KeyFileException failure)
        {
            problems.Add(new AccessPointProblem(
                "passphrase-file", Printable.Escape(failure.Message.TrimEnd('.')),
                "Name a file with nothing but the passphrase, mode 0600"));
            return null;
        }
    }
}
