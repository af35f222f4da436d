using System.CommandLine;
using Farlink.Backup;
using Farlink.Keys.Backup;
using Farlink.Keys.Files;
using Farlink.Output;
using Farlink.Protocol.Text;

namespace Farlink.Commands;

/// <summary><c>farlink backup</c>: one encrypted file with everything that makes an end what it is.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var file = ConfigCommand.FileOption();
        var to = Options.Required<string>("--to", "File to write, mode 0600");
        var passphrase = BackupPassphrase.FileOption();
        var replace = Options.Of("--replace", "Replace a file of that name", false);
        var command = new Command(
            "backup",
            "Put a site or base into one encrypted file: configuration, keys, pairings, certificates, users, the store with what "
            + "waits in it. Its service may run. Keys in a chip stay there, and the CA's key is not in it: keep that apart.\n\n"
            + "Example: farlink backup -c farlink.toml --to /media/stick/barn.backup")
        {
            file, to, passphrase, replace,
        };
        command.SetAction(parsed =>
        {
            var (configuration, path) = (parsed.GetValue(file)!, parsed.GetValue(to)!);
            var config = ConfigCommand.Load(configuration, null);

            // Before somebody thinks of a passphrase.
            if (Directory.Exists(path))
            {
                throw new UsageException(
                    $"--to names a file, and {Printable.Escape(path)} is a folder: "
                    + $"--to {Printable.Escape(Path.Combine(path, $"{config.Name}.backup"))}");
            }

            if (File.Exists(path) && !parsed.GetValue(replace))
                throw new KeyFileException($"{path} exists already and is left as it is. Choose another name, or say --replace.");
            var secret = BackupPassphrase.Get(parsed.GetValue(passphrase), isNew: true);

            // A signal does not kill: the copy of the store, which is in clear, must go away again, and half a backup too.
            using var interruption = new Interruption();
            using var job = new BackupJob(configuration, config);
            var manifest = Make(job, path, secret, parsed.GetValue(replace), interruption.Token);
            Console.Out.Write(BackupText.Made(path, new FileInfo(path).Length, manifest));
            return ExitCodes.Done;
        });
        return command;
    }

    private static BackupManifest Make(
        BackupJob job, string path, string secret, bool replace, CancellationToken cancellationToken)
    {
        try
        {
            return job.Write(
                path, secret, replace, Environment.GetEnvironmentVariables(), TimeProvider.System.GetUtcNow(), cancellationToken);
        }
        catch (OperationCanceledException interrupted)
        {
            throw new OperationCanceledException($"Interrupted: {path} was not made.", interrupted);
        }
    }
}
