using System.Globalization;
using System.Text;
using System.Text.Json;
using Farlink.Commands;
using Farlink.Host.Files;
using Farlink.Host.Wifi;
using Farlink.Protocol.Text;

namespace Farlink.Output;

/// <summary>The files of an access point and what was done with them, for people and for programs.</summary>
internal sealed record WifiReport
{
    /// <summary>By which programs it is made.</summary>
    public required WifiProfile Profile { get; init; }

    /// <summary>The files.</summary>
    public required FilePlan Plan { get; init; }

    /// <summary>The commands that make it an access point.</summary>
    public required IReadOnlyList<CommandOutcome> Commands { get; init; }

    /// <summary>Packages that this system lacks.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Whether the passphrase is shown.</summary>
    public required bool WithSecrets { get; init; }

    /// <summary>The folder below which the files were written; null: they were not.</summary>
    public string? Written { get; init; }

    /// <summary>What was done to files of this system.</summary>
    public IReadOnlyList<FileEvent> Events { get; init; } = [];

    /// <summary>Whose the files are: root's, or below a folder whoever wrote them.</summary>
    public string Owner => IsOurs ? Environment.UserName : HostFile.Owner;

    /// <summary>What installs <see cref="Missing"/>.</summary>
    public string InstallCommand => $"sudo apt-get install --no-install-recommends {string.Join(' ', Missing)}";

    /// <summary>What <c>--undo</c> did, for programs.</summary>
    public static string UndoJson(IReadOnlyList<FileEvent> events, IReadOnlyList<CommandOutcome> commands) =>
        JsonLine.Write(json => WriteChange(json, events, commands));

    /// <summary>What was done to files and which commands were run, for people.</summary>
    public static string ChangeText(IReadOnlyList<FileEvent> events, IReadOnlyList<CommandOutcome> commands)
    {
        var text = new StringBuilder();
        foreach (var done in events) text.Append(CultureInfo.InvariantCulture, $"{done.Path}  {Word(done.Outcome)}\n");
        var failed = commands.Where(command => command.IsFailure).ToList();
        if (failed.Count > 0) text.Append("\nFailed:\n");
        foreach (var command in failed)
            text.Append(CultureInfo.InvariantCulture, $"  {command.Command}  (status {command.ExitStatus})\n");
        var left = commands.Where(command => command.ExitStatus is null).ToList();
        if (left.Count > 0) text.Append(failed.Count > 0 ? "\nNot run after that:\n" : "\nTo be run now:\n");
        foreach (var command in left) text.Append(CultureInfo.InvariantCulture, $"  {command.Command}\n");
        return text.ToString();
    }

    /// <summary>The files, and what else is to be done.</summary>
    public string ToText()
    {
        var text = new StringBuilder(Plan.ToText(WithSecrets));
        if (Missing.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"This system lacks {string.Join(", ", Missing)}: {InstallCommand}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Profile {WifiSite.WordOf(Profile)}. With these files in place:\n");
        foreach (var command in Commands) text.Append(CultureInfo.InvariantCulture, $"  {command.Command}\n");
        return text.Append('\n').ToString();
    }

    /// <summary>Whether the files were written, and where, or how to have them written.</summary>
    public string WrittenText() => Written is { } folder
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{ChangeText(Events, [])}{Plan.Files.Count} files written below {Printable.Escape(folder)}\n{OwnerText(folder)}")
        : "Nothing was written. To write the files: --output FOLDER; to make this system an access point: --apply\n";

    /// <summary>What was done to this system.</summary>
    public string OutcomeText() => ChangeText(Events, Commands);

    /// <summary>One JSON object.</summary>
    public string ToJson() => JsonLine.Write(json =>
    {
        json.WriteString("profile", WifiSite.WordOf(Profile));
        if (Written is { } folder) json.WriteString("written", folder);
        else json.WriteNull("written");
        json.WriteStartArray("files");
        foreach (var file in Plan.Files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.File.Path);
            json.WriteString("mode", file.ModeText);
            json.WriteString("owner", Owner);
            json.WriteString("state", file.StateText);
            json.WriteString("content", file.Shown(WithSecrets));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("missing_packages");
        foreach (var package in Missing) json.WriteStringValue(package);
        json.WriteEndArray();
        WriteChange(json, Events, Commands);
    });

    /// <summary>Who is not root cannot make them root's.</summary>
    private bool IsOurs => Written is not null && !Environment.IsPrivilegedProcess;

    private string OwnerText(string folder) => IsOurs
        ? $"They belong to {Owner}; make them root's: sudo chown -R root: {ShellWords.Quote(Printable.Escape($"{folder}/etc"))}\n"
        : "";

    private static void WriteChange(
        Utf8JsonWriter json, IReadOnlyList<FileEvent> events, IReadOnlyList<CommandOutcome> commands)
    {
        json.WriteStartArray("changes");
        foreach (var done in events)
        {
            json.WriteStartObject();
            json.WriteString("path", done.Path);
            json.WriteString("outcome", Word(done.Outcome));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("commands");
        foreach (var command in commands)
        {
            json.WriteStartObject();
            json.WriteString("command", command.Command.ToString());
            if (command.ExitStatus is { } status) json.WriteNumber("exit_status", status);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Word(FileOutcome outcome) => outcome switch
    {
        FileOutcome.Written => "written",
        FileOutcome.Restored => "as before",
        FileOutcome.Removed => "removed, was not there before",
        FileOutcome.Superseded => "removed: it was of the other profile",
        _ => "kept: somebody had changed it",
    };
}
