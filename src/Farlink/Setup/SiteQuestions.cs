using System.Net;
using Farlink.Commands;
using Farlink.Mqtt.Broker;

namespace Farlink.Setup;

/// <summary>What a site is asked besides: its devices, their WiFi, and how they may connect.</summary>
/// <param name="ask">Whoever answers.</param>
/// <param name="given">What options say.</param>
/// <param name="context">Randomness.</param>
internal sealed class SiteQuestions(IQuestions ask, InitGiven given, InitContext context)
{
    private const string UsualDevice = "esp8266";
    private const int PlainPort = 1883;

    /// <summary>Asks.</summary>
    /// <exception cref="UsageException">An answer is missing and there is nobody to ask.</exception>
    public InitAnswers Ask(InitAnswers answers)
    {
        if (answers is { IsShared: true, Certificates: null })
        {
            throw new UsageException(
                "--session psk: the base makes the key that both ends share. Bring the folder it made: --certificates site-NAME");
        }

        var devices = given.Devices ?? AskDevices(answers.Certificates);
        var wifi = AskWifi(answers);
        var words = given.Listeners ?? AskListeners(answers.Presets);
        var first = FirstEndpoint(wifi is not null, words);
        return answers with
        {
            Devices = devices,
            Country = answers.Country ?? wifi?.Country,
            Wifi = wifi,
            Listeners = [.. words.Select(word => Listener(AnswerRules.AuthOf(word), first))],
            HasPasswords = !given.NoPasswords,
        };
    }

    private static ListenerAnswer Listener(ListenerAuth auth, IPEndPoint first) => new(auth, auth switch
    {
        ListenerAuth.Password => new IPEndPoint(
            first.Address, first.Port < IPEndPoint.MaxPort ? first.Port + 1 : first.Port - 1),
        ListenerAuth.Plain => new IPEndPoint(first.Address, PlainPort),
        _ => first,
    });

    private IReadOnlyList<string> AskDevices(SiteFolder? folder) => AnswerRules.Split(ask.Ask(
        new Question("Devices that get a user and a password, with commas between", "--device")
        {
            Default = folder is { Devices.Count: > 0 } ? string.Join(',', folder.Devices) : UsualDevice,
            Refuse = AnswerRules.Each(AnswerRules.Device),
        }));

    private WifiAnswers? AskWifi(InitAnswers answers)
    {
        var wanted = given.Wifi ?? ask.Confirm(
            new Question("Is this host to be the WiFi access point of the devices", "--wifi or --no-wifi")
            {
                Default = answers.Layout.IsSystem ? "y" : "n",
            });
        return wanted ? new WifiQuestions(ask, given, context).Ask(answers) : null;
    }

    private IReadOnlyList<string> AskListeners(IReadOnlyList<string> presets)
    {
        ask.Say("How devices may connect: mutual (TLS, certificate), password (TLS, user and password), plain (no TLS).");
        if (presets.Contains("tasmota")) ask.Say("Tasmota's published firmware can do plain alone.");
        if (presets.Contains("esphome")) ask.Say("ESPHome can do all three on an ESP32, plain alone on an ESP8266.");
        return AnswerRules.Split(ask.Ask(new Question("Listeners, with commas between", "--listener")
        {
            Default = "mutual",
            Refuse = AnswerRules.Each(AnswerRules.Listener),
        }));
    }

    /// <summary>In its own WiFi it listens there alone; else everywhere, but never without TLS.</summary>
    private IPEndPoint FirstEndpoint(bool hasWifi, IReadOnlyList<string> words)
    {
        if (given.Listen is { } text && AnswerRules.TryListen(text, out var named))
            return hasWifi && AnswerRules.ListenInWifi(text) is { } why ? AskListenInWifi(why) : named;
        if (hasWifi) return new IPEndPoint(InitPki.SiteAddress, AnswerRules.DefaultPort);
        if (!words.Contains("plain")) return new IPEndPoint(IPAddress.Any, AnswerRules.DefaultPort);
        var answer = ask.Ask(new Question("Address of this host on which devices may connect without TLS", "--listen")
        {
            Refuse = AnswerRules.Listen,
        });
        AnswerRules.TryListen(answer, out var asked);
        return asked;
    }

    /// <summary>Instead of an address at which no device would find the broker.</summary>
    private IPEndPoint AskListenInWifi(string why)
    {
        if (!ask.CanAsk) throw new UsageException($"Nothing was written.\n  --listen: {why}");
        ask.Say(why);
        var answer = ask.Ask(new Question("Address of this host on which devices may connect", "--listen")
        {
            Default = InitPki.SiteAddress.ToString(),
            Refuse = text => AnswerRules.Listen(text) ?? AnswerRules.ListenInWifi(text),
        });
        AnswerRules.TryListen(answer, out var asked);
        return asked;
    }
}
