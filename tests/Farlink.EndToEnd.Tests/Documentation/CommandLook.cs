using System.Text.RegularExpressions;

namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>
/// What can be told of a command without running it: whether there are the programs, their subcommands, the units, packages,
/// users and scripts that it names. Every command is looked at, whether it is run or not.
/// </summary>
internal sealed partial class CommandLook(ProgramOptions options)
{
    private const string ServiceUser = "farlink";

    /// <summary>Programs that no test runs, since they change a machine or need one that is not here.</summary>
    private static readonly string[] NeverRun =
    [
        "apt", "apt-get", "chmod", "chown", "dotnet", "dpkg", "echo", "fuser", "gpiodetect", "gpioinfo", "head", "ip", "iw",
        "journalctl", "ls", "man", "mount", "nc", "nft", "nmcli", "npm", "ps", "raspi-config", "reboot", "rfkill", "scp", "sed",
        "ssh", "sudoedit", "tee", "timedatectl", "umount", "usermod", "vcgencmd",
    ];

    /// <summary>What may follow some of them, and systemctl, first.</summary>
    private static readonly Dictionary<string, string[]> Verbs = new()
    {
        ["apt"] = ["clean", "full-upgrade", "install"],
        ["apt-get"] = ["install"],
        ["nmcli"] = ["connection modify", "connection up", "device disconnect", "device set"],
        ["raspi-config"] = ["nonint do_i2c", "nonint do_overlayfs", "nonint do_spi", "nonint do_wifi_country"],
        ["systemctl"] = ["disable", "enable", "reload", "restart", "start", "status", "stop", "unmask"],
        ["timedatectl"] = ["set-ntp", "set-time"],
    };

    /// <summary>Packages of Debian, by which pages install what is missing.</summary>
    private static readonly HashSet<string> Packages =
    [
        "chrony", "dnsmasq", "dnsmasq-base", "gpiod", "hostapd", "iproute2", "iw", "libgpiod2", "libgpiod3", "network-manager",
        "nftables", "rfkill", "wpasupplicant",
    ];

    private static readonly Lazy<HashSet<string>> Units = new(FindUnits);

    /// <summary>All programs that a page may name.</summary>
    public static IReadOnlySet<string> Programs { get; } = DocumentedCommands.Programs.Concat(NeverRun).ToHashSet();

    /// <summary>What is wrong with a command; empty: nothing that can be seen.</summary>
    public IEnumerable<string> Refuse(DocumentedCommand command)
    {
        foreach (var words in command.Words)
        {
            var problem = words[0] == "farlink" ? options.Refuse(words) : RefuseOther(words);
            if (problem is not null) yield return problem;
        }

        foreach (Match user in SudoUser().Matches(command.Text))
            if (user.Groups["user"].Value is not ServiceUser and var name) yield return $"there is no user {name}";
        foreach (Match change in ChangeWithoutRights().Matches(command.Text))
            yield return $"{change.Groups["command"].Value} needs sudo";
        if (OwnFolderWithoutRights().IsMatch(command.Text)) yield return "what names /etc/farlink needs sudo";
    }

    private static string? RefuseOther(IReadOnlyList<string> words)
    {
        var program = words[0];
        if (program.Contains('/', StringComparison.Ordinal))
        {
            // What is built is in a folder of its project.
            var path = Path.Combine(DocumentationFiles.Root, program.Split("/bin/")[0]);
            return Path.Exists(path) ? null : $"there is no {program}";
        }

        if (!Programs.Contains(program))
        {
            return $"nobody knows {program}. DocumentedCommands: let it be run, or say why it is not; CommandLook: that there "
                + "is such a program";
        }

        List<string> plain = [.. words.Skip(1).Where(word => !word.StartsWith('-'))];
        if (Verbs.TryGetValue(program, out var verbs) && plain.Count > 0 && !verbs.Any(verb => Begins(plain, verb)))
            return $"{program} has no command {plain[0]}, or not with what follows";
        return program switch
        {
            "systemctl" => RefuseUnits(plain.Skip(1)),
            "journalctl" => RefuseUnits(words.Index().Where(one => one.Index > 0 && words[one.Index - 1] == "-u")
                .Select(one => one.Item)),
            "apt" or "apt-get" => RefusePackages(plain.Skip(1)),
            _ => null,
        };
    }

    /// <summary>Debian's, those of our package, and those that farlink wifi writes.</summary>
    private static HashSet<string> FindUnits() =>
    [
        "NetworkManager", "chrony", "dnsmasq", "hostapd", "mosquitto",
        .. Directory.EnumerateFiles(Path.Combine(DocumentationFiles.Root, "deploy", "systemd"), "*.service")
            .Select(path => Path.GetFileNameWithoutExtension(path)),
        .. Directory.EnumerateFiles(Path.Combine(DocumentationFiles.Root, "src", "Farlink.Host", "Wifi"), "*.cs")
            .SelectMany(path => WrittenUnit().Matches(File.ReadAllText(path))).Select(match => match.Groups["unit"].Value),
    ];

    private static bool Begins(List<string> words, string verb) => words.Take(verb.Count(sign => sign == ' ') + 1)
        .SequenceEqual(verb.Split(' '));

    /// <summary>What is written in capitals stands for another word.</summary>
    private static bool StandsForAnother(string word) => word.All(char.IsAsciiLetterUpper);

    private static string? RefuseUnits(IEnumerable<string> names) =>
        names.FirstOrDefault(name => !StandsForAnother(name) && !Units.Value.Contains(name)) is { } unknown
            ? $"there is no unit {unknown}" : null;

    /// <summary>Without files, which have a path.</summary>
    private static string? RefusePackages(IEnumerable<string> names) =>
        names.FirstOrDefault(name => !name.StartsWith("./", StringComparison.Ordinal) && !Packages.Contains(name)) is { } unknown
            ? $"there is no package {unknown}" : null;

    [GeneratedRegex(@"""(?<unit>farlink[\w-]*)\.service""", RegexOptions.ExplicitCapture)]
    private static partial Regex WrittenUnit();

    [GeneratedRegex(@"\bsudo -u (?<user>\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex SudoUser();

    /// <summary>The verb alone, as in a sentence, is no command that somebody types.</summary>
    [GeneratedRegex(
        @"(?<!\bsudo )\b(?<command>systemctl (disable|enable|reload|restart|start|stop|unmask)) \S",
        RegexOptions.ExplicitCapture)]
    private static partial Regex ChangeWithoutRights();

    /// <summary>The package closes that folder to everybody but root and the service's user.</summary>
    [GeneratedRegex("^farlink .*/etc/farlink/", RegexOptions.Singleline)]
    private static partial Regex OwnFolderWithoutRights();
}
