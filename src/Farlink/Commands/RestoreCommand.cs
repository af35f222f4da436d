using System.CommandLine;
using Farlink.Backup;
using Farlink.Keys.Backup;
using Farlink.Output;
using Farlink.Protocol.Text;

namespace Farlink.Commands;

/// <summary><c>farlink restore</c>: an end out of its backup, on a new disk or over an old state.</summary>
internal static class RestoreCommand
{
    private const int MostShown = 10;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The backup" };
        var folder = Options.Optional<string>("--to", "Folder for the configuration and what is below it");
        var configuration = Options.Optional<string>("--config", "Or: the configuration's file; the rest goes to its folder");
        configuration.Aliases.Add("-c");
        var passphrase = BackupPassphrase.FileOption();
        var list = Options.Of("--list", "Only show what is in it, and check that it is whole", false);
        var yes = Options.Of("--yes", "Do not ask", false);
        var replace = Options.Of("--replace", "Replace files that are there; they are kept in a folder beside", false);
        var keepStore = Options.Of("--keep-store", "Leave a store that is there as it is, with what waits in it", false);
        var command = new Command(
            "restore",
            "Put a site or base back out of a backup: on a new disk, or over what is there. Stop its service first, and run this "
            + "as the user that it runs as. What was unpaired or revoked since then stays so, as far as this disk still knows; "
            + "nothing is sent for up to an hour, since nobody knows what was.\n\n"
            + "Example: farlink restore /media/stick/barn.backup --list\n"
            + "Example: farlink restore /media/stick/barn.backup -c /etc/farlink/farlink.toml")
        {
            file, folder, configuration, passphrase, list, yes, replace, keepStore,
        };
        command.SetAction(parsed =>
        {
            var (to, config, isLookOnly) = (parsed.GetValue(folder), parsed.GetValue(configuration), parsed.GetValue(list));
            if (!isLookOnly && to is null == config is null)
            {
                throw new UsageException(
                    "Say where to: --to FOLDER, or -c with the configuration's file. Or --list to look only.");
            }

            if (!isLookOnly && config is not null && FinishInterrupted(config)) return ExitCodes.Done;
            var path = parsed.GetValue(file)!;
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var secret = BackupPassphrase.Get(parsed.GetValue(passphrase), isNew: false);
            using var archive = BackupReader.Open(stream, secret, Printable.Escape(path));
            Console.Out.Write(BackupText.Content(archive.Manifest));
            if (isLookOnly)
            {
                archive.ReadAll(_ => null);
                Console.WriteLine("The backup is whole.");
                return ExitCodes.Done;
            }

            var plan = RestorePlan.Of(archive.Manifest, to, config);
            if (to is not null && FinishInterrupted(plan.Configuration)) return ExitCodes.Done;
            RefuseConflicts(plan, parsed.GetValue(replace), parsed.GetValue(keepStore));
            if (!parsed.GetValue(yes) && !IsWanted(plan)) return ExitCodes.Failed;

            // From here on it is done to its end: staged keys must not be left behind.
            using var interruption = new Interruption();
            var result = new RestoreJob(plan) { KeepStore = parsed.GetValue(keepStore) }.Run(archive);
            Console.Out.Write(BackupText.Restored(result));
            return ExitCodes.Done;
        });
        return command;
    }

    private static bool FinishInterrupted(string configuration)
    {
        if (!PendingRestore.Exists(configuration)) return false;
        var aside = PendingRestore.Finish(configuration, _ => { });
        Console.WriteLine("A restore that was interrupted is finished now. If you mean another one, say it again.");
        if (aside is not null) Console.WriteLine($"What was replaced is in {Printable.Escape(aside)}");
        return true;
    }

    private static void RefuseConflicts(RestorePlan plan, bool replace, bool keepStore)
    {
        var there = plan.Conflicts(keepStore);
        if (there.Count == 0 || replace) return;
        var shown = string.Join(", ", there.Take(MostShown).Select(path => Printable.Escape(path)));
        var count = Counted.Of(there.Count, "file is there already and differs", "files are there already and differ");
        throw new BackupException(
            $"{count}: {shown}{(there.Count > MostShown ? ", .." : "")}. "
            + "With --replace they are replaced, and kept in a folder beside. Nothing was changed.");
    }

    private static bool IsWanted(RestorePlan plan)
    {
        Console.Error.Write($"Restore it to {Printable.Escape(plan.Folder)}? [y/N] ");
        if (Console.ReadLine() is not { } answer) throw new UsageException("Nobody to ask: say --yes.");
        if (answer.Trim().ToLowerInvariant() is "y" or "yes") return true;
        Console.Error.WriteLine("Nothing was changed.");
        return false;
    }
}
