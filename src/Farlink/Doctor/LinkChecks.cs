using Farlink.Configuration;
using Farlink.Host.Doctor;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Session;

namespace Farlink.Doctor;

/// <summary>Whether both ends of the link can know each other.</summary>
internal static class LinkChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        ProgramCheck.Of("link.pairing", "This end is paired, or shares a key", "link.pairings, link.session, [[site]]",
            PairCure.Usual, PairingAsync),
        ProgramCheck.Of("link.keys", "Shared keys are random, private, and of one link each", "link.key_file, site.key_file",
            "farlink key new FILE", Keys),
        ProgramCheck.Of("link.routes", "Something crosses", "[[route]]", "[[route]] topic = \"/esp8266\"", Routes),
    ];

    private static async Task<Finding> PairingAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var config = context.Config;
        if (!config.Link.IsNative) return Finding.Skip("radiohead mode knows no pairing, and no safety");
        if (await context.StrangerAsync(path => IsOfPairings(config.Link, path), cancellationToken) is { } stranger)
            return stranger;
        var pair = await PairCure.OfAsync(context, replace: false, cancellationToken);
        if (config.Role == Role.Base) return PairingOfBase(config, pair);
        if (config.Link.KeyFile is not null) return Finding.Ok("a key that both ends share");
        if (config.Link.Pairing is not { } pairing) return Finding.Fail("this site is not paired with a base", pair);
        return pairing.Site.Name == config.Name
            ? Finding.Ok($"paired with {pairing.BaseStation.ShownName}, link {pairing.Link}")
            : Finding.Fail(
                $"this site was paired as {pairing.Site.ShownName}, and is named {config.Name}: the base refuses it",
                $"in {context.Subject.ConfigPath}: name = \"{pairing.Site.Name}\"");
    }

    private static bool IsOfPairings(LinkConfig link, string path) =>
        path == link.PairingFolder || path.StartsWith($"{link.PairingFolder}/", StringComparison.Ordinal)
        || path == EndedList.Beside(link.StorePath);

    private static Finding PairingOfBase(FarlinkConfig config, string pair)
    {
        var ready = config.Sites.Where(site => site.IsReady).ToList();
        if (ready.Count == 0) return Finding.Fail("no site of this base is paired", pair);
        var waiting = config.Sites.Where(site => !site.IsReady).Select(site => site.Name).ToList();
        return waiting.Count > 0
            ? Finding.Warn($"not paired yet, and refused: {string.Join(", ", waiting)}", pair)
            : Finding.Ok($"ready: {string.Join(", ", ready.Select(site => site.Name))}");
    }

    /// <summary>As a service reads them at its start, but that nothing is noted beside them.</summary>
    private static Finding Keys(ProgramContext context)
    {
        var config = context.Config;
        List<string> files = [.. config.Sites.Select(site => site.KeyFile).Prepend(config.Link.KeyFile).OfType<string>()];
        if (files.Count == 0) return Finding.Skip("no key is shared");
        Dictionary<string, string> seen = [];
        foreach (var file in files)
        {
            var cure = (File.Exists(file) ? $"sudo rm {file} && " : "")
                + $"farlink key new {file}  # then carry it to the other end by a way nobody else sees";
            try
            {
                var key = LinkKeyFile.Read(file);
                if (config.Link.IsNative && PreSharedKey.IsWeak(key))
                    return Finding.Fail($"{file} holds text or a constant, no random key", cure);
                if (!seen.TryAdd(Convert.ToHexString(key), file))
                    return Finding.Fail($"{file} is the same key as {seen[Convert.ToHexString(key)]}", cure);
            }
            catch (KeyFileException failure)
            {
                return KeyCures.Of(context, [file], failure, cure);
            }
        }

        return KeyCures.OfRoot(context, files) ?? Finding.Ok(string.Join(", ", files));
    }

    private static Finding Routes(ProgramContext context)
    {
        var routes = context.Config.Routes;
        return routes.Count == 0
            ? Finding.Fail(
                "there is no [[route]]: nothing crosses", $"in {context.Subject.ConfigPath}: [[route]] topic = \"/esp8266\"")
            : Finding.Ok(string.Join(
                ", ", routes.Select(route => $"{route.Topic} ({route.Direction.ToString().ToLowerInvariant()})")));
    }
}
