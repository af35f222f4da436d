using System.Net;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Mqtt.Broker;

namespace Farlink.Setup;

/// <summary>What a site is asked besides: its devices, their WiFi, and how they may connect.</summary>
/// <param name="ask">Whoever answers.</param>
/// <param name="given">What options say.</param>
/// <param name="context">Randomness, and the WiFi of this host.</param>
/// <param name="there">A site that is there and is made anew: its answers are the defaults; null: none.</param>
internal sealed class SiteQuestions(IQuestions ask, InitGiven given, InitContext context, ExistingSite? there)
{
    private const string UsualDevice = "esp8266";
    private const int PlainPort = 1883;

    /// <summary>Asks.</summary>
    /// <exception cref="UsageException">An answer is missing and there is nobody to ask.</exception>
    public InitAnswers Ask(InitAnswers answers)
    {
        if (answers is { IsShared: true, Certificates: null } && there is not { HasSharedKey: true })
        {
            throw new UsageException(
                "--session psk: the base makes the key that both ends share. Bring the folder it made: --certificates site-NAME");
        }

        var devices = given.Devices ?? AskDevices(answers.Certificates);
        var wifi = AskWifi(answers);
        IReadOnlyList<ListenerAnswer> known = given.Listen is null ? there?.Listeners(wifi is not null) ?? [] : [];
        var words = given.Listeners ?? AskListeners(answers.Presets, known);
        List<ListenerAuth> auths = [.. words.Select(AnswerRules.AuthOf)];
        var isKnown = auths.TrueForAll(auth => known.Any(one => one.Auth == auth));
        var (first, isPortNamed) = isKnown ? (known[0].Endpoint, false) : FirstEndpoint(wifi is not null, words, known);
        IReadOnlyList<ListenerAnswer> listeners = isKnown
            ? [.. known.Where(one => auths.Contains(one.Auth))] : ListenersOf(auths, first, isPortNamed);
        return answers with
        {
            Devices = devices,
            Country = answers.Country ?? wifi?.Country,
            Wifi = wifi,
            Listeners = listeners,
            HasPasswords = !given.NoPasswords
                && (there?.HasPasswords != false || auths.Exists(auth => auth != ListenerAuth.Mutual)),
            HasCertificates = there is { HasCertificates: true },
            Doubts = [.. DoubtsOf(answers.Presets, listeners, isPortNamed ? first.Port : null), .. DoubtsOf(wifi)],
        };
    }

    /// <summary>A port that is named is that of the only listener, or of the first one with TLS.</summary>
    private static List<ListenerAnswer> ListenersOf(List<ListenerAuth> auths, IPEndPoint first, bool isPortNamed)
    {
        if (auths.Count == 1 && isPortNamed) return [new ListenerAnswer(auths[0], first)];
        var isPasswordFirst = isPortNamed && !auths.Contains(ListenerAuth.Mutual);
        var second = isPasswordFirst ? first.Port : first.Port < IPEndPoint.MaxPort ? first.Port + 1 : first.Port - 1;
        return
        [
            .. auths.Select(auth => new ListenerAnswer(auth, new IPEndPoint(first.Address, auth switch
            {
                ListenerAuth.Password => second,
                ListenerAuth.Plain => PlainPort,
                _ => first.Port,
            }))),
        ];
    }

    /// <summary>Its files can be made for another host; this one cannot be the access point.</summary>
    private IEnumerable<string> DoubtsOf(WifiAnswers? wifi)
    {
        var all = context.WifiInterfaces();
        if (wifi is null || all.Contains(wifi.Interface)) yield break;
        yield return all.Count == 0
            ? $"this host has no WiFi interface, and {wifi.Interface} is to be the devices' WiFi: is the adapter plugged in?"
            : $"this host has no WiFi interface {wifi.Interface}; WiFi is on {string.Join(", ", all)}: --interface {all[0]}";
    }

    private static IEnumerable<string> DoubtsOf(
        IReadOnlyList<string> presets, IReadOnlyList<ListenerAnswer> listeners, int? namedPort)
    {
        var isPlain = listeners.Any(listener => listener.Auth == ListenerAuth.Plain);
        if (presets.Contains("tasmota") && !isPlain)
        {
            yield return "Tasmota's published firmware has no TLS with certificates of your own, and no listener is for it: say "
                + "--listener mutual,plain";
        }

        if (namedPort is not { } named) yield break;
        foreach (var listener in listeners.Where(listener => listener.Endpoint.Port != named))
            yield return $"--listen names port {named}: the listener {listener.Word} is at {listener.Endpoint}";
    }

    private IReadOnlyList<string> AskDevices(SiteFolder? folder) => AnswerRules.Split(ask.Ask(
        new Question("Devices that get a user and a password, with commas between", "--device")
        {
            Default = KnownDevices(folder) is { Count: > 0 } known ? string.Join(',', known) : UsualDevice,
            Refuse = AnswerRules.Each(AnswerRules.Device),
        }));

    /// <summary>Those of the folder, and those that this site has already.</summary>
    private List<string> KnownDevices(SiteFolder? folder) =>
        [.. (folder?.Devices ?? []).Concat(there?.Devices() ?? []).Distinct()];

    private WifiAnswers? AskWifi(InitAnswers answers)
    {
        var isThere = context.WifiInterfaces().Count > 0;
        if (given.Wifi is null && !isThere && there is not { HasWifi: true })
            ask.Say("This host has no WiFi interface: devices come by another network.");
        var wanted = given.Wifi ?? ask.Confirm(
            new Question("Is this host to be the WiFi access point of the devices", "--wifi or --no-wifi")
            {
                Default = there?.HasWifi ?? (isThere && answers.Layout.IsSystem) ? "y" : "n",
            });
        return wanted ? new WifiQuestions(ask, given, context, there?.Wifi).Ask(answers) : null;
    }

    private IReadOnlyList<string> AskListeners(IReadOnlyList<string> presets, IReadOnlyList<ListenerAnswer> known)
    {
        ask.Say("How devices may connect: mutual (TLS, certificate), password (TLS, user and password), plain (no TLS).");
        if (presets.Contains("tasmota")) ask.Say("Tasmota's published firmware can do plain alone.");
        if (presets.Contains("esphome")) ask.Say("ESPHome can do all three on an ESP32, plain alone on an ESP8266.");
        return AnswerRules.Split(ask.Ask(new Question("Listeners, with commas between", "--listener")
        {
            Default = known.Count > 0 ? string.Join(',', known.Select(one => one.Word).Distinct()) : "mutual",
            Refuse = AnswerRules.Each(AnswerRules.Listener),
        }));
    }

    /// <summary>In its own WiFi it listens there alone; else everywhere, but never without TLS.</summary>
    /// <returns>Where, and whether its port was said.</returns>
    private (IPEndPoint Endpoint, bool IsPortNamed) FirstEndpoint(
        bool hasWifi, IReadOnlyList<string> words, IReadOnlyList<ListenerAnswer> known)
    {
        if (given.Listen is { } text)
            return hasWifi && AnswerRules.ListenInWifi(text) is { } why ? AskListenInWifi(why) : Read(text);
        if (known.Count > 0 && !(words.Contains("plain") && known[0].Endpoint.Address.Equals(IPAddress.Any)))
        {
            var mutual = known.FirstOrDefault(one => one.Auth == ListenerAuth.Mutual)?.Endpoint;
            return (mutual ?? new IPEndPoint(known[0].Endpoint.Address, AnswerRules.DefaultPort), false);
        }

        if (hasWifi) return (new IPEndPoint(InitPki.SiteAddress, AnswerRules.DefaultPort), false);
        if (!words.Contains("plain")) return (new IPEndPoint(IPAddress.Any, AnswerRules.DefaultPort), false);
        var answer = ask.Ask(new Question("Address of this host on which devices may connect without TLS", "--listen")
        {
            Refuse = AnswerRules.Listen,
        });
        return Read(answer);
    }

    /// <summary>Of a text that is one.</summary>
    private static (IPEndPoint Endpoint, bool IsPortNamed) Read(string text)
    {
        AnswerRules.TryListen(text, out var endpoint);
        return (endpoint, AddressText.TryParseEndpoint(text, out _));
    }

    /// <summary>Instead of an address at which no device would find the broker.</summary>
    private (IPEndPoint Endpoint, bool IsPortNamed) AskListenInWifi(string why)
    {
        if (!ask.CanAsk) throw new UsageException($"Nothing was written.\n  --listen: {why}");
        ask.Say(why);
        var answer = ask.Ask(new Question("Address of this host on which devices may connect", "--listen")
        {
            Default = InitPki.SiteAddress.ToString(),
            Refuse = text => AnswerRules.Listen(text) ?? AnswerRules.ListenInWifi(text),
        });
        return Read(answer);
    }
}
