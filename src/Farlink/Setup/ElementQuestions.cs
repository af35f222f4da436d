using Farlink.Configuration;
using Farlink.Keys.Atecc608;
using Farlink.Keys.Elements;

namespace Farlink.Setup;

/// <summary>Where paired ends keep the key of the link: a file, unless a chip or token is named, was there or answers.</summary>
/// <param name="context">The host.</param>
/// <param name="ask">Whoever answers.</param>
/// <param name="given">What options say.</param>
internal sealed class ElementQuestions(InitContext context, IQuestions ask, InitGiven given)
{
    private const int Bus = 1;
    private const string Device = "/dev/i2c-1";

    /// <summary>Addresses that are tried: blank chips that got a key, Trust&amp;GO, TrustFLEX.</summary>
    private static readonly int[] Addresses = [0x60, 0x35, 0x36];

    /// <summary>What is wrong with a URI; null: nothing.</summary>
    public static string? Refuse(string uri) =>
        SecureElements.IsKnown(uri) ? null : $"'{SecureElements.Shown(uri)}': {SecureElements.Forms}";

    /// <summary>The URI; null: the usual file.</summary>
    /// <param name="answers">The end, but for that.</param>
    /// <param name="old">The one that is there; null: none.</param>
    public string? Ask(InitAnswers answers, ExistingEnd? old)
    {
        if (answers.IsShared) return null;
        if (given.Element is { } named) return SecureElements.Resolve(named, context.CurrentFolder);

        // Another key is another end: what it is paired with would not know it.
        var usual = $"file:{Path.Combine(answers.Layout.State, answers.Role == Role.Site ? "site.key.pem" : "base.key.pem")}";
        if (old?.Config.Link.Element is { Length: > 0 } before) return before == usual ? null : before;
        if (!ask.CanAsk || context.FindElements() is not [var found, ..]) return null;
        return ask.Confirm(new Question(
            $"A secure element answers, {found}. Keep this end's key of the link in it: nobody can copy it", "--element")
        {
            Default = "y",
        }) ? found : null;
    }

    /// <summary>Those on this host's I2C that have a key for it.</summary>
    public static IReadOnlyList<string> Find()
    {
        if (!File.Exists(Device)) return [];
        List<string> found = [];
        foreach (var address in Addresses)
        {
            var uri = new Atecc608Uri(Bus, address, AteccConfig.AgreementSlot).ToString();
            try
            {
                using var element = SecureElements.Open(uri);
                found.Add(uri);
            }
            catch (Exception failure) when (failure is ElementException or AteccException or IOException)
            {
                // None is there, or it has no key yet: then farlink element provision says more.
            }
        }

        return found;
    }
}
