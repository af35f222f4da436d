using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Dashboard;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Runtime.Services;

namespace Farlink.Hosting;

/// <summary>What the dashboard can do with a link of a running end.</summary>
internal static class LinkActions
{
    private const string NotHere = "Only the native link can do that: this end speaks RadioHead's format.";

    /// <summary>The actions of an end that runs by a configuration.</summary>
    /// <param name="end">The end, when it is asked: in a demonstration it may be another one each time.</param>
    /// <param name="configuration">Its configuration file; null: there is none, and so no key to change.</param>
    public static Dictionary<string, LinkAction> Of(Func<string, IRunningEnd?> end, string? configuration)
    {
        var actions = new Dictionary<string, LinkAction>(StringComparer.Ordinal)
        {
            ["pause"] = (role, link, _) => Done(
                end(role)?.TryPause(link, isPaused: true),
                "It sends no messages until it is told to go on, or until a restart; what comes in is taken as ever."),
            ["resume"] = (role, link, _) => Done(end(role)?.TryPause(link, isPaused: false), "It goes on."),
            ["flush"] = (role, link, _) => Done(
                end(role)?.TryFlush(link), "What waits for company goes as soon as the airtime allows."),
        };
        if (configuration is not null) actions["rekey"] = (_, _, _) => Task.FromResult(Rekey(configuration));
        return actions;
    }

    private static Task<string> Done(bool? isDone, string sentence) => isDone switch
    {
        true => Task.FromResult(sentence),
        false => throw new ActionRefusedException(NotHere),
        null => throw new ActionRefusedException("That end does not run now. Wait until it is up again."),
    };

    private static string Rekey(string configuration)
    {
        try
        {
            using var end = PairingEnd.Open(configuration);
            var key = RekeyCommand.Ask(end, null);
            return $"The base is told of the next key, {SecureElements.Shown(key)}; the one before is good until it works.";
        }
        catch (Exception refused) when (refused is UsageException or PairingException or ElementException or KeyFileException
            or ConfigException or IOException or UnauthorizedAccessException)
        {
            throw new ActionRefusedException(refused.Message, refused);
        }
    }
}
