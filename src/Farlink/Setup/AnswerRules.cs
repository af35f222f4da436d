using System.Net;
using Farlink.Configuration;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Text;
using Farlink.Radios.Boards;

namespace Farlink.Setup;

/// <summary>
/// What is wrong with an answer, and what is allowed; null: nothing. By the same code as the configuration, where that has a say.
/// </summary>
internal static class AnswerRules
{
    /// <summary>Instead of a board's name: whichever answers.</summary>
    public const string Auto = "auto";

    /// <summary>Instead of a URL: Farlink's own broker.</summary>
    public const string NoUpstream = "none";

    public const int DefaultPort = 8883;

    private const int LongestName = 64;

    /// <summary>Names that files of a site's folder have already.</summary>
    private static readonly string[] TakenNames = ["ca", "raspberry", "base", InitPki.Viewer];

    /// <summary>What the CA has before a site's name, for the certificate of its broker.</summary>
    private static readonly string OfBrokers = WantedCertificate.BrokerOf("");

    private static readonly string[] ListenerWords = ["mutual", "password", "plain"];

    /// <summary>A name of a site or device: part of topics, of user names and of names of files.</summary>
    public static string? Name(string text) =>
        text.Length is > 0 and <= LongestName && text[0] is not ('.' or '-')
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? null : $"{Found(text)}: 1 to {LongestName} of a-z A-Z 0-9 . _ -, beginning with a letter, a digit or _";

    /// <summary>The name of a base: part of topics and client ids.</summary>
    public static string? BaseName(string text) =>
        LinkSection.IsName(text) && text.Length > 0 ? null : $"{Found(text)}: 1 to {LongestName} characters, without + # /";

    /// <summary>
    /// A name of a device: its certificate lies beside those of brokers and of the CA, and must not take the place of one.
    /// </summary>
    public static string? Device(string text) => Name(text) ?? (IsTaken(text)
        ? $"{Found(text)} is the name of another certificate ({string.Join(", ", TakenNames)}, {OfBrokers}SITE): take another"
        : null);

    public static string? Region(string text) => Regions.TryFind(text, out _)
        ? null : $"{Found(text)}: one of {string.Join(", ", Regions.All.Select(region => region.Name))}";

    public static string? Country(string text) => InitWifi.RefuseCountry(text.ToUpperInvariant());

    public static string? Radio(string text) =>
        RadioUri.TryParse(text, out _, out var problem) ? null : $"{Found(text)}; {problem}";

    /// <summary>Whether a radio's URI is that of a chip, which is on a board; the others have none.</summary>
    public static bool IsChip(string text) => RadioUri.TryParse(text, out var radio, out _) && radio is RadioUri.IChip;

    public static string? Board(string text) => text == Auto || KnownBoards.Find(text) is not null
        ? null : $"{Found(text)}: {Auto}, or one of {string.Join(", ", KnownBoards.All.Select(board => board.Name))}";

    public static string? Preset(string text) =>
        Presets.Find(text) is not null ? null : $"{Found(text)}: some of {Presets.Names}";

    public static string? Upstream(string text) => text == NoUpstream || BrokerUrl.TryParse(text, out _)
        ? null : $"{Found(text)}: mqtts://host:port, port 1 to 65535; or {NoUpstream}: Farlink's own broker";

    public static string? Listen(string text) => TryListen(text, out _)
        ? null : $"{Found(text)}: an address of this host, 192.168.2.1, or with a port, 192.168.2.1:{DefaultPort}";

    /// <summary>What is wrong with a listener's address where devices come by this host's WiFi; null: nothing.</summary>
    public static string? ListenInWifi(string text) =>
        !TryListen(text, out var endpoint) || endpoint.Address.Equals(InitPki.SiteAddress)
            || endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any)
            ? null : $"{Found(text)}: devices in this host's WiFi reach it at {InitPki.SiteAddress} alone. Listen there, the "
                + "default, or at 0.0.0.0, in every network; or say --no-wifi";

    public static string? Listener(string text) => ListenerWords.Contains(text)
        ? null : $"{Found(text)}: some of {string.Join(", ", ListenerWords)}";

    /// <summary>An address with or without a port.</summary>
    public static bool TryListen(string text, out IPEndPoint endpoint)
    {
        if (AddressText.TryParseEndpoint(text, out endpoint)) return true;
        if (!AddressText.TryParse(text, out var address)) return false;
        endpoint = new IPEndPoint(address, DefaultPort);
        return true;
    }

    public static ListenerAuth AuthOf(string word) => word switch
    {
        "password" => ListenerAuth.Password,
        "plain" => ListenerAuth.Plain,
        _ => ListenerAuth.Mutual,
    };

    /// <summary>The same for each of a list with commas between.</summary>
    public static Func<string, string?> Each(Func<string, string?> rule) => text =>
        Split(text) is { Count: > 0 } parts ? parts.Select(rule).FirstOrDefault(why => why is not null) : "at least one";

    /// <summary>A list with commas between.</summary>
    public static IReadOnlyList<string> Split(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];

    private static bool IsTaken(string name) => TakenNames.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.StartsWith(OfBrokers, StringComparison.OrdinalIgnoreCase);

    private static string Found(string text) => $"'{Printable.Escape(text)}'";
}
