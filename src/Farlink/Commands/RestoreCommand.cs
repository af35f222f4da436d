using System.CommandLine;
using Farlink.Backup;
using Farlink.Keys.Backup;
using Farlink.Keys.Files;
using Farlink.Output;
using Farlink.Protocol.Text;

namespace Farlink.Commands;

/// <summary><c>farlink restore</c>: an end out of its backup, on a new disk or over an old state.</summary>
internal static class RestoreCommand
{
    private const int MostShown = 10;

    public static Command Create()
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "The backup; not with --finish",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var folder = Options.Optional<string>("--to", "Folder for the configuration and what is below it");
        var configuration = Options.Optional<string>("--config", "Or: the configuration's file; the rest goes to its folder");
        configuration.Aliases.Add("-c");
        var passphrase = BackupPassphrase.FileOption();
        var list = Options.Of("--list", "Only show what is in it, and check that it is whole", false);
        var finish = Options.Of(
            "--finish",
            "Only finish a restore to -c that was interrupted, or clear away what it left, by the user who began it", false);
        var yes = Options.Of("--yes", "Do not ask", false);
        var replace = Options.Of("--replace", "Replace files that are there; they are kept in a folder beside", false);
        var keepStore = Options.Of("--keep-store", "Leave a store that is there as it is, with what waits in it", false);
        var command = new Command(
            "restore",
            "Put a site or base back out of a backup: on a new disk, or over what is there. Stop its service first. Run by root "
            + "it gives each file to whom it belongs. What was unpaired or revoked since then stays so, as far as this disk "
            + "still knows; nothing is sent for up to an hour, since nobody knows what was.\n\n"
            + "Example: farlink restore /media/stick/barn.backup --list\n"
            + "Example: sudo farlink restore /media/stick/barn.backup -c /etc/farlink/farlink.toml")
        {
            file, folder, configuration, passphrase, list, finish, yes, replace, keepStore,
        };
        command.SetAction(parsed =>
        {
            var config = parsed.GetValue(configuration);
            if (parsed.GetValue(finish)) return Finish(config, parsed.GetValue(file));
            return Run(new Wish
            {
                File = parsed.GetValue(file) ?? throw new UsageException("Say which backup: farlink restore FILE."),
                Folder = parsed.GetValue(folder),
                Configuration = config,
                PassphraseFile = parsed.GetValue(passphrase),
                IsLookOnly = parsed.GetValue(list),
                IsAsked = !parsed.GetValue(yes),
                Replace = parsed.GetValue(replace),
                KeepStore = parsed.GetValue(keepStore),
            });
        });
        return command;
    }

    private static int Run(Wish wish)
    {
        if (!wish.IsLookOnly && wish.Folder is null == wish.Configuration is null)
        {
            throw new UsageException(
                "Say where to: --to FOLDER, or -c with the configuration's file. Or --list to look only.");
        }

        if (File.Exists(wish.Folder))
        {
            throw new UsageException(
                $"--to names a folder, and {Printable.Escape(wish.Folder)} is a file. To restore to a configuration's file: "
                + $"-c {Printable.Escape(wish.Folder)}");
        }

        if (!wish.IsLookOnly && wish.Configuration is { } named && FinishReadable(named)) return ExitCodes.Done;
        using var stream = Open(wish.File);
        var secret = BackupPassphrase.Get(wish.PassphraseFile, isNew: false);
        using var archive = BackupReader.Open(stream, secret, Printable.Escape(wish.File));
        Console.Out.Write(BackupText.Content(archive.Manifest));
        if (wish.IsLookOnly)
        {
            archive.ReadAll(_ => null);
            Console.WriteLine("The backup is whole.");
            return ExitCodes.Done;
        }

        var plan = RestorePlan.Of(archive.Manifest, wish.Folder, wish.Configuration);
        if (wish.Folder is not null && FinishReadable(plan.Configuration)) return ExitCodes.Done;
        var other = BackupText.Instead(plan, PresentEnd.Other(plan));
        if (!wish.Replace) RefuseConflicts(plan, other, wish.KeepStore);
        if (wish.IsAsked && !IsWanted(plan, other)) return ExitCodes.Failed;
        if (!wish.IsAsked && other is not null) Console.Error.WriteLine($"farlink: {other}.");

        // From here on it is done to its end: staged keys must not be left behind.
        using var interruption = new Interruption();
        var result = new RestoreJob(plan) { KeepStore = wish.KeepStore }.Run(archive);
        Console.Out.Write(BackupText.Restored(result));
        return ExitCodes.Done;
    }

    private static FileStream Open(string file)
    {
        try
        {
            // A pipe would be waited for, and its length nobody knows.
            if (File.Exists(file) && !FileOwner.IsPlain(file))
                throw new BackupException($"{Printable.Escape(file)} is no plain file: copy the backup to a disk, and name it.");
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BackupException(
                $"There is no backup {Printable.Escape(file)}: is the name right, and the stick mounted? "
                + "farlink backup --to FILE makes one.",
                failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            // .NET says the same of a folder.
            throw new BackupException(
                Directory.Exists(file)
                    ? $"{Printable.Escape(file)} is a folder: name the backup in it."
                    : $"You may not read {Printable.Escape(file)}: run farlink restore as its owner, or with sudo.",
                failure);
        }
    }

    /// <summary>
    /// For the unit of a service, which runs it as root ahead of the service: only root can finish what root has begun. What the
    /// service's own user has begun is left to the service: root must not move what that user says.
    /// </summary>
    private static int Finish(string? configuration, string? file)
    {
        if (configuration is null || file is not null)
            throw new UsageException("--finish needs -c with the configuration's file, and no backup.");
        if (PendingRestore.Exists(configuration))
        {
            if (PendingRestore.IsOwn(configuration)) FinishInterrupted(configuration);
        }
        else if (RestoreLeftovers.Exist(configuration))
        {
            RestoreLeftovers.Remove(configuration);
            Console.WriteLine(
                "A restore was interrupted before it had changed anything, or after all was done: what it left is removed. "
                + "If it is not done, give the same farlink restore again.");
        }

        return ExitCodes.Done;
    }

    /// <summary>One whose list of moves is damaged nobody can finish; the backup that was named puts everything right.</summary>
    private static bool FinishReadable(string configuration) =>
        !PendingRestore.IsDamaged(configuration) && FinishInterrupted(configuration);

    private static bool FinishInterrupted(string configuration)
    {
        if (!PendingRestore.Exists(configuration)) return false;
        var aside = PendingRestore.Finish(configuration, _ => { });
        Console.WriteLine("A restore that was interrupted is finished now. If you mean another one, say it again.");
        if (aside is not null) Console.WriteLine($"What was replaced is in {Printable.Escape(aside)}");
        return true;
    }

    private static void RefuseConflicts(RestorePlan plan, string? other, bool keepStore)
    {
        var there = plan.Conflicts(keepStore);
        if (there.Count == 0) return;
        var shown = string.Join(", ", there.Take(MostShown).Select(path => Printable.Escape(path)));
        var count = Counted.Of(there.Count, "file is there already and differs", "files are there already and differ");
        throw new BackupException(
            $"{(other is null ? "" : $"{other}. ")}{count}: {shown}{(there.Count > MostShown ? ", .." : "")}. "
            + "With --replace they are replaced, and kept in a folder beside. Nothing was changed.");
    }

    private static bool IsWanted(RestorePlan plan, string? other)
    {
        if (other is not null) Console.Error.WriteLine($"{other}.");
        Console.Error.Write($"Restore it to {Printable.Escape(plan.Folder)}? [y/N] ");
        if (Console.ReadLine() is not { } answer) throw new UsageException("Nobody to ask: say --yes.");
        if (answer.Trim().ToLowerInvariant() is "y" or "yes") return true;
        Console.Error.WriteLine("Nothing was changed.");
        return false;
    }

    /// <summary>What the command line says.</summary>
    private sealed record Wish
    {
        public required string File { get; init; }

        public required string? Folder { get; init; }

        public required string? Configuration { get; init; }

        public required string? PassphraseFile { get; init; }

        public required bool IsLookOnly { get; init; }

        public required bool IsAsked { get; init; }

        public required bool Replace { get; init; }

        public required bool KeepStore { get; init; }
    }
}
