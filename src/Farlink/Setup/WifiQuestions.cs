using System.Globalization;
using Farlink.Commands;
using Farlink.Keys.Files;

namespace Farlink.Setup;

/// <summary>Asks for the access point.</summary>
/// <param name="ask">Whoever answers.</param>
/// <param name="given">What options say.</param>
/// <param name="context">Randomness, for a passphrase that nobody has to think of.</param>
/// <param name="before">The access point that a site which is there has: its answers are the defaults; null: none.</param>
internal sealed class WifiQuestions(IQuestions ask, InitGiven given, InitContext context, KnownWifi? before)
{
    private const string UsualInterface = "wlan0";
    private const int UsualChannel = 6;

    /// <summary>Asks.</summary>
    /// <exception cref="UsageException">Something cannot be so, or is missing and there is nobody to ask.</exception>
    /// <exception cref="KeyFileException">The file with the passphrase cannot be read.</exception>
    public WifiAnswers Ask(InitAnswers answers)
    {
        var country = answers.Country ?? (before is { Country.Length: > 0 } known ? known.Country : AskCountry(answers.Region));

        // Of an access point that is there already: devices know it.
        var path = Path.Combine(answers.Layout.Output, InitPlan.WifiPassphraseName);
        var kept = given.PassphraseFile is null && File.Exists(path) ? WifiPassphraseFile.Read(path) : null;
        var wifi = new WifiAnswers(
            given.Interface ?? before?.Interface ?? Usual(), before?.Ssid ?? $"farlink-{answers.Name}",
            kept ?? RandomWords.Make(context.Random), country, before is { Channel: > 0 } same ? same.Channel : UsualChannel)
        {
            IsMadeUp = kept is null,
        };
        wifi = wifi with { Ssid = given.Ssid ?? AskSsid(wifi) };
        wifi = WithPassphrase(wifi);
        wifi = wifi with { Channel = given.Channel ?? AskChannel(wifi) };
        InitWifi.Check(wifi);
        return wifi;
    }

    /// <summary>The usual one, or the one that is there.</summary>
    private string Usual() => context.WifiInterfaces() is [var first, ..] all && !all.Contains(UsualInterface)
        ? first : UsualInterface;

    private string AskCountry(string region)
    {
        while (true)
        {
            var country = ask.Ask(new Question("Country, two letters (FR, US, ..)", "--country") { Refuse = AnswerRules.Country })
                .ToUpperInvariant();
            if (RegionDoubt.IsMeant(ask, given, country, region)) return country;
        }
    }

    private string AskSsid(WifiAnswers wifi) => ask.Ask(new Question("Name of the WiFi", "--ssid")
    {
        Default = wifi.Ssid,
        Refuse = text => InitWifi.Refuse("ssid", wifi with { Ssid = text }),
    });

    private WifiAnswers WithPassphrase(WifiAnswers wifi)
    {
        if (given.PassphraseFile is { } file)
            return wifi with { Passphrase = WifiPassphraseFile.Read(file), IsMadeUp = false };

        var typed = ask.AskSecret(new Question("Passphrase of the WiFi; nothing: one is made up", "--passphrase-file")
        {
            Default = "",
            Refuse = text => InitWifi.Refuse("passphrase", wifi with { Passphrase = text }),
        });
        return typed.Length == 0 ? wifi : wifi with { Passphrase = typed, IsMadeUp = false };
    }

    private int AskChannel(WifiAnswers wifi)
    {
        var answer = ask.Ask(new Question("Channel of the WiFi", "--channel")
        {
            Default = wifi.Channel.ToString(CultureInfo.InvariantCulture),
            Refuse = text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var channel)
                ? InitWifi.Refuse("channel", wifi with { Channel = channel }) : "a number",
        });
        return int.Parse(answer, CultureInfo.InvariantCulture);
    }
}
