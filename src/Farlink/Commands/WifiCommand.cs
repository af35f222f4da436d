using System.CommandLine;
using System.CommandLine.Parsing;
using Farlink.Host.Files;
using Farlink.Host.Wifi;
using Farlink.Output;
using Farlink.Protocol.Text;

namespace Farlink.Commands;

/// <summary><c>farlink wifi</c>: makes this host the access point of a site, and undoes it.</summary>
internal sealed class WifiCommand
{
    private readonly WifiOptions _point = new();
    private readonly Option<string?> _output = Options.Optional<string>("--output", "Write below this folder, without asking");
    private readonly Option<bool> _apply = Options.Of("--apply", "Write to this system, and start the access point", false);
    private readonly Option<bool> _undo = Options.Of("--undo", "Put back what was there before --apply", false);
    private readonly Option<bool> _yes = Options.Of("--yes", "With --apply: do not ask", false);
    private readonly Option<bool> _showSecrets = Options.Of("--show-passphrase", "Show the passphrase in what is printed", false);
    private readonly Option<bool> _json = Options.Of("--json", "Print one JSON object", false);

    private WifiCommand()
    {
    }

    public static Command Create()
    {
        var wifi = new WifiCommand();
        var command = new Command(
            "wifi",
            "The site's access point: show its files, write them, undo that. Devices on it reach the site's broker, names and "
            + "clock, and nothing else. Without --output or --apply it only shows.\n\n"
            + "Example: farlink wifi --ssid farm --country FR --passphrase-file wifi.txt\n"
            + "Example: sudo farlink wifi --ssid farm --country FR --apply   (asks for the passphrase)\n"
            + "Example: sudo farlink wifi --undo");
        wifi._point.AddTo(command);
        Option[] own = [wifi._output, wifi._apply, wifi._undo, wifi._yes, wifi._showSecrets, wifi._json];
        foreach (var option in own) command.Add(option);
        command.SetAction((parsed, _) => wifi.RunAsync(parsed));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        var output = parsed.GetValue(_output);
        var (isApply, isUndo) = (parsed.GetValue(_apply), parsed.GetValue(_undo));
        if ((output is null ? 0 : 1) + (isApply ? 1 : 0) + (isUndo ? 1 : 0) > 1)
            throw new UsageException("Give one of --output, --apply and --undo.");
        var (json, yes) = (parsed.GetValue(_json), parsed.GetValue(_yes));
        if (isUndo)
        {
            RefuseMore(parsed);
            return await WifiChange.UndoAsync(json);
        }

        // The plan would have to be read before the answer, and is no JSON.
        if (isApply && json && !yes) throw new UsageException("--apply --json asks nobody: say --yes too.");
        var (point, profile) = _point.Read(parsed);
        var files = WifiFiles.Make(point, profile);
        var root = output is null ? HostRoot.Real : new HostRoot(output);
        if (output is not null && root.IsReal)
            throw new UsageException("--output / is this system: use --apply, which can be undone.");
        if (output is not null && File.Exists(output))
            throw new UsageException($"--output {Printable.Escape(output)} is a file: name a folder.");
        var site = new WifiSite(HostRoot.Real);
        var report = new WifiReport
        {
            Profile = profile,
            Plan = FilePlan.Make(files, root),
            Commands = [.. site.StartCommands(point, profile).Select(command => new CommandOutcome(command, null))],
            Missing = site.MissingPackages(profile),
            WithSecrets = parsed.GetValue(_showSecrets),
        };
        if (isApply) return await WifiChange.ApplyAsync(site, point, report, yes, json);

        // The plan comes first, so that it is there to read if a file cannot be written.
        if (!json) Console.Write(report.ToText());
        if (output is not null)
        {
            FileWriter.Write(files, root);
            var removed = FileWriter.Remove(WifiFiles.OfOther(point, profile, root), root);
            report = report with { Written = root.Folder, Events = removed };
        }

        Console.Write(json ? report.ToJson() : report.WrittenText());
        return ExitCodes.Done;
    }

    /// <summary>It goes by what was kept, whatever else is said.</summary>
    private void RefuseMore(ParseResult parsed)
    {
        var more = parsed.CommandResult.Children.OfType<OptionResult>()
            .Where(given => !given.Implicit && given.Option != _undo && given.Option != _json)
            .Select(given => given.Option.Name).ToList();
        if (more.Count > 0)
            throw new UsageException($"--undo puts back what was there before --apply; leave out {string.Join(", ", more)}.");
    }
}
