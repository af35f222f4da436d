using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Host.Doctor;
using Farlink.Mqtt.Access;
using Farlink.Mqtt.Broker;

namespace Farlink.Doctor;

/// <summary>Whether a Home Assistant at this end's own broker may see what is published for it.</summary>
internal static class HomeAssistantChecks
{
    /// <summary>For rules that are for everybody.</summary>
    private const string Anybody = "anybody";

    public static IReadOnlyList<Check> All { get; } =
    [
        ProgramCheck.Of("homeassistant.acl", "Somebody may read what is published for Home Assistant",
            "homeassistant.discovery, broker.acl_file", "sudoedit ACL_FILE", Access),
    ];

    private static Finding Access(ProgramContext context)
    {
        var config = context.Config;
        if (config.HomeAssistantPrefix is not { } prefix) return Finding.Skip("discovery is off in [homeassistant]");
        if (SubjectOf.OwnListeners(config).Count == 0) return Finding.Skip("another broker is used, with rules of its own");
        if (config.Broker.AclFile is not { } file) return Finding.Ok("the broker has no rules: everybody may read it");
        AccessList access;
        IReadOnlyList<string> users;
        try
        {
            access = Composition.Access(config.Broker);
            users = [.. Composition.Passwords(config.Broker)?.Users ?? [], .. UsersOf(file), Anybody];
        }
        catch (AccessFileException failure)
        {
            return Finding.Fail(failure.Message, $"sudoedit {file}");
        }

        var site = config.Role == Role.Site || config.Sites.Count == 0 ? config.Name : config.Sites[0].Name;
        string[] topics = [$"{prefix}/device/farlink/{site}/config", $"farlink/{site}/link"];
        bool MayRead(string? user) => topics.All(topic => access.Allows(user, user ?? "", topic, AccessKind.Read));
        if (users.FirstOrDefault(MayRead) is { } reader)
            return Finding.Ok(reader == Anybody ? "everybody may read it" : $"{reader} may read it");
        var hasAnonymous = config.Broker.Listeners.Any(listener => listener.Auth == ListenerAuth.Plain);
        return hasAnonymous && MayRead(null)
            ? Finding.Ok("who comes without a name may read it")
            : Finding.Warn(
                $"{file} lets nobody read {prefix}/device/# and farlink/#: Home Assistant sees nothing",
                $"sudoedit {file}  # user NAME, topic read {prefix}/#, topic read farlink/#, topic write {prefix}/status\n"
                + $"sudo systemctl reload {context.Subject.Unit}");
    }

    /// <summary>Those that the file has rules for: one with a certificate has no password.</summary>
    private static IEnumerable<string> UsersOf(string file)
    {
        const string word = "user ";
        return File.ReadLines(file).Select(line => line.Trim()).Where(line => line.StartsWith(word, StringComparison.Ordinal))
            .Select(line => line[word.Length..].Trim());
    }
}
