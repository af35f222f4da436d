using System.CommandLine;
using System.Globalization;
using System.Text;
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

    /// <summary>Reads them; what is in them is checked where files are made of it.</summary>
    /// <exception cref="UsageException">One is missing, or cannot be read.</exception>
    public (AccessPoint Point, WifiProfile Profile) Read(ParseResult parsed)
    {
        var profile = parsed.GetValue(_profile) switch
        {
            null => WifiFiles.UsualProfile(HostRoot.Real),
            "hostapd" => WifiProfile.Hostapd,
            "networkmanager" => WifiProfile.NetworkManager,
            var other => throw new UsageException(
                $"--profile {Printable.Escape(other)}: allowed are networkmanager and hostapd."),
        };
        var point = new AccessPoint
        {
            Interface = parsed.GetValue(_interface)!,
            Ssid = parsed.GetValue(_ssid) ?? throw new UsageException("Name the network: --ssid farm"),
            Country = parsed.GetValue(_country)?.ToUpperInvariant()
                ?? throw new UsageException("Say where the radio is, its rules depend on it: --country FR"),
            Passphrase = ReadPassphrase(parsed),
            Channel = parsed.GetValue(_channel) ?? UsualChannel,
            Security = parsed.GetValue(_security),
            Protection = parsed.GetValue(_protection) is { IsGiven: true } given ? given.Value : null,
            Address = parsed.GetValue(_address)!,
            Range = parsed.GetValue(_range),
            Lease = parsed.GetValue(_lease),
        };
        if (parsed.GetValue(_names) is { Length: > 0 } names) point = point with { Names = names };
        if (parsed.GetValue(_ports) is { Length: > 0 } ports) point = point with { BrokerPorts = [.. ports.Select(ReadPort)] };
        return (point, profile);
    }

    private static int ReadPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port : throw new UsageException($"--broker-port {Printable.Escape(text)} is not a number.");

    private string ReadPassphrase(ParseResult parsed)
    {
        var (given, file) = (parsed.GetValue(_passphrase), parsed.GetValue(_passphraseFile));
        if (given is not null && file is not null) throw new UsageException("Give --passphrase or --passphrase-file, not both.");
        if (given is not null) return given;
        if (file is not null)
        {
            // An editor ends the line; a passphrase has no end of line in it.
            var text = Encoding.UTF8.GetString(PrivateFile.Read(file));
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }

        if (Console.IsInputRedirected)
            throw new UsageException("The passphrase is needed: --passphrase-file FILE, or run this in a terminal.");
        return Passphrase.AskNew("Passphrase of the WiFi: ");
    }
}
