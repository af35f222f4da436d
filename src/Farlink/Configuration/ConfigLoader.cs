using System.Collections;
using Farlink.Configuration.Reference;
using Farlink.Protocol.Bridging;
using Farlink.Runtime.HomeAssistant;
using Microsoft.Extensions.Logging;

namespace Farlink.Configuration;

/// <summary>Reads a configuration file and the environment, and checks every key. Finds all problems in one run.</summary>
internal sealed class ConfigLoader
{
    /// <summary>Where farlink wifi has chrony listen; Debian's AppArmor profile of chronyd lets it make this one.</summary>
    private const string UsualClockSocket = "/run/chrony.farlink.sock";

    /// <summary>sun_path of unix(7) has 108 octets, the last of them zero.</summary>
    private const int LongestSocketPath = 107;

    private readonly List<ConfigProblem> _problems;
    private readonly string _folder;

    private ConfigLoader(List<ConfigProblem> problems, string folder)
    {
        _problems = problems;
        _folder = folder;
    }

    /// <summary>Loads a file.</summary>
    /// <param name="path">The file; relative paths in it start at its folder.</param>
    /// <param name="role">The role it must have; null to take its own.</param>
    /// <param name="environment">Environment variables that override.</param>
    /// <returns>The configuration, if there is no error, and every problem found.</returns>
    public static (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) Load(
        string path, Role? role, IDictionary environment)
    {
        var problems = new List<ConfigProblem>();
        return TomlFile.Read(path, problems) is { } root ? Bind(root, path, role, environment, problems) : (null, problems);
    }

    /// <summary>Loads a file, and every key that it and the environment give (<see cref="ConfigKeys"/>), at once.</summary>
    /// <inheritdoc cref="Load"/>
    public static (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems, Dictionary<string, string> Keys) LoadWithKeys(
        string path, Role? role, IDictionary environment)
    {
        var problems = new List<ConfigProblem>();
        if (TomlFile.Read(path, problems) is not { } root) return (null, problems, []);
        var (config, all) = Bind(root, path, role, environment, problems);

        // What the environment says is in it now.
        return (config, all, ConfigKeys.Of(root));
    }

    /// <summary>Checks a text as if it were that file, which need not be there.</summary>
    /// <inheritdoc cref="Load"/>
    public static (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) LoadText(
        string text, string path, Role? role, IDictionary environment)
    {
        var problems = new List<ConfigProblem>();
        var root = TomlReader.Read(text, path, problems);
        return problems.Exists(problem => problem.Severity == Severity.Error)
            ? (null, problems) : Bind(root, path, role, environment, problems);
    }

    /// <summary>Loads the radio of a file, whatever else is or is not in it.</summary>
    /// <inheritdoc cref="Load"/>
    public static (RadioConfig? Radio, IReadOnlyList<ConfigProblem> Problems) LoadRadio(string path, IDictionary environment)
    {
        var problems = new List<ConfigProblem>();
        if (TomlFile.Read(path, problems) is not { } root) return (null, problems);
        EnvironmentOverrides.Apply(root, environment, problems);
        var radio = RadioSection.Bind(new SectionReader(root, string.Empty, problems).Section("radio"));
        return (problems.Exists(problem => problem.Severity == Severity.Error) ? null : radio, problems);
    }

    /// <summary>Reads a configuration that is no file, and notes which keys are asked for.</summary>
    /// <param name="root">The configuration.</param>
    /// <param name="folder">Where relative paths start.</param>
    /// <param name="role">The role it must have.</param>
    /// <param name="recorder">Takes the keys.</param>
    /// <returns>The configuration, if there is no error, and every problem found.</returns>
    public static (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) Record(
        ConfigTable root, string folder, Role role, KeyRecorder recorder)
    {
        var problems = new List<ConfigProblem>();
        var config = new ConfigLoader(problems, folder).Bind(new SectionReader(root, string.Empty, problems, recorder), role);
        return (problems.Exists(problem => problem.Severity == Severity.Error) ? null : config, problems);
    }

    /// <summary>Loads what pairing needs, whatever else is missing: an end that is not paired yet cannot run.</summary>
    /// <inheritdoc cref="Load"/>
    public static (PairingConfig? Config, IReadOnlyList<ConfigProblem> Problems) LoadPairing(string path, IDictionary environment)
    {
        var problems = new List<ConfigProblem>();
        if (TomlFile.Read(path, problems) is not { } table) return (null, problems);
        EnvironmentOverrides.Apply(table, environment, problems);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var root = new SectionReader(table, string.Empty, problems);
        if (!root.Has("role")) root.Reject("role", "nothing", "allowed: \"site\" or \"base\"");
        var role = root.Choice("role", Role.Site, ("site", Role.Site), ("base", Role.Base));
        var link = root.Section("link");
        var pairings = new PairingSection(link, folder, role);
        var name = LinkSection.CheckName(root, root.Text("name", Environment.MachineName));
        var shared = root.Sections("site").Where(PairingSection.IsShared)
            .Select(site => (byte)site.Integer("id", 1, 1, byte.MaxValue)).ToHashSet();
        var config = new PairingConfig(
            role, name, pairings.Element, pairings.Folder, LinkSection.StorePath(link, folder), shared);
        return (problems.Exists(problem => problem.Severity == Severity.Error) ? null : config, problems);
    }

    /// <summary>Loads what tells one running end from another, whatever else is wrong or missing.</summary>
    /// <inheritdoc cref="Load"/>
    public static (EndPlace? Place, IReadOnlyList<ConfigProblem> Problems) LoadPlace(string path, IDictionary environment)
    {
        var problems = new List<ConfigProblem>();
        if (TomlFile.Read(path, problems) is not { } table) return (null, problems);
        EnvironmentOverrides.Apply(table, environment, problems);
        var full = Path.GetFullPath(path);
        var root = new SectionReader(table, string.Empty, problems);
        var role = root.Has("role") ? root.Choice("role", Role.Site, ("site", Role.Site), ("base", Role.Base)) : (Role?)null;
        var place = new EndPlace(full, role, LinkSection.StorePath(root.Section("link"), Path.GetDirectoryName(full)!));
        return (problems.Exists(problem => problem.Severity == Severity.Error) ? null : place, problems);
    }

    private static (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) Bind(
        ConfigTable root, string path, Role? role, IDictionary environment, List<ConfigProblem> problems)
    {
        EnvironmentOverrides.Apply(root, environment, problems);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var config = new ConfigLoader(problems, folder).Bind(new SectionReader(root, string.Empty, problems), role);
        return (problems.Exists(problem => problem.Severity == Severity.Error) ? null : config, problems);
    }

    private FarlinkConfig Bind(SectionReader root, Role? wanted)
    {
        var role = root.Choice("role", wanted ?? Role.Site, ("site", Role.Site), ("base", Role.Base));
        if (wanted is { } must && role != must)
            root.Reject(
                "role",
                $"\"{role.ToString().ToLowerInvariant()}\"",
                $"this command needs a {must.ToString().ToLowerInvariant()}'s configuration");
        else if (!root.Has("role") && wanted is null)
            root.Reject("role", "nothing", "allowed: \"site\" or \"base\"");

        var radio = RadioSection.Bind(root.Section("radio"));
        var linkSection = root.Section("link");
        var pairings = new PairingSection(linkSection, _folder, role);
        var link = new LinkSection(_folder).Bind(linkSection, role, pairings);
        CheckTogether(root, radio, link.IsNative);
        var broker = new BrokerSection(_folder).Bind(root.Section("broker"), role);
        var upstreamSection = root.Section("upstream");
        var hasUpstream = root.Has("upstream");
        if (hasUpstream && role == Role.Site) root.Warn("upstream", "belongs to a base; a site ignores it");
        var upstream = hasUpstream && role == Role.Base ? new UpstreamSection(_folder).Bind(upstreamSection) : null;
        var sites = link.IsNative && role == Role.Base ? new SiteSection(pairings, _folder).Bind(root) : [];
        if (!link.IsNative || role == Role.Site)
        {
            root.Ignore(
                "links are a matter of a base in native mode; radiohead mode takes every node with the right key", "site");
        }

        var routes = new RouteSection(_problems).Bind(root, role, link.IsNative);
        foreach (var (route, index) in routes.Select((route, index) => (route, index)))
        {
            if (route.Sites.FirstOrDefault(name => !sites.Exists(site => site.Name == name)) is not { } unknown) continue;
            root.Reject(
                $"route[{index}].sites", $"\"{Protocol.Text.Printable.Escape(unknown)}\"",
                sites.Count == 0 ? "sites are named at a base" : $"known: {string.Join(", ", sites.Select(site => site.Name))}");
        }

        var config = new FarlinkConfig
        {
            Role = role,
            Name = LinkSection.CheckName(root, root.Text("name", Environment.MachineName)),
            LogLevel = root.Choice(
                "log_level", LogLevel.Information, ("debug", LogLevel.Debug), ("information", LogLevel.Information),
                ("warning", LogLevel.Warning), ("error", LogLevel.Error), ("none", LogLevel.None)),
            Radio = radio,
            Link = link,
            Broker = broker,
            Upstream = upstream,
            Routes = routes,
            Sites = sites,
            ClockSocket = BindClock(root.Section("clock"), role),
            HomeAssistantPrefix = BindHomeAssistant(root.Section("homeassistant"), link.IsNative),
            Dashboard = new DashboardSection(_folder).Bind(root.Section("dashboard")),
        };
        root.Finish();
        return config;
    }

    /// <summary>What radio and format of the air demand of each other.</summary>
    private static void CheckTogether(SectionReader root, RadioConfig radio, bool isNative)
    {
        if (isNative && radio.Channel.Finding == Protocol.Airtime.ChannelFinding.Straddles)
        {
            root.Reject(
                "radio.frequency_mhz", $"{radio.Settings.Frequency}",
                "a channel lies with its whole width in one sub-band; only mode = \"radiohead\" may go on as the seed does");
        }

        if (!isNative && radio.Uri is RadioUri.RNode)
        {
            root.Reject(
                "radio.uri", $"\"{radio.Uri}\"",
                "an RNode puts an octet of its own before each frame, so no RadioHead node hears it right; mode = \"farlink\" "
                + "works between two RNodes");
        }
    }

    private static string? BindClock(SectionReader clock, Role role)
    {
        if (role == Role.Base) clock.Ignore("belongs to a site: a base has the time from the Internet", "socket");
        var socket = role == Role.Base ? "" : clock.TextOrEmpty("socket", UsualClockSocket);
        if (socket.Length > 0 && (socket[0] != '/' || socket.Length > LongestSocketPath))
            clock.Reject(
                "socket", $"\"{Protocol.Text.Printable.Escape(socket)}\"",
                $"an absolute path of at most {LongestSocketPath} octets, the one of chrony's refclock SOCK, or \"\" for none");
        clock.Finish();
        return socket.Length > 0 ? socket : null;
    }

    private static string? BindHomeAssistant(SectionReader section, bool isNative)
    {
        if (!isNative)
        {
            section.Ignore("radiohead mode tells nothing of its link", "discovery", "prefix");
            section.Finish();
            return null;
        }

        var isOn = section.Flag("discovery", false);
        var prefix = section.Text("prefix", DiscoveryOptions.UsualPrefix);
        if (!TopicFilter.IsValidTopic(prefix) || prefix[0] == '$' || prefix[^1] == '/')
        {
            section.Reject(
                "prefix", $"\"{Protocol.Text.Printable.Escape(prefix)}\"",
                "the discovery prefix of Home Assistant's MQTT integration: a topic without + and #, and no / at its end");
        }

        section.Finish();
        return isOn ? prefix : null;
    }
}
