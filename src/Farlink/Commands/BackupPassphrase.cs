using System.CommandLine;
using Farlink.Keys.Backup;
using Farlink.Keys.Files;

namespace Farlink.Commands;

/// <summary>The passphrase of a backup: from a file, from the environment, or asked for without showing it.</summary>
internal static class BackupPassphrase
{
    public const string Variable = "FARLINK_BACKUP_PASSPHRASE";

    public static Option<string?> FileOption() => Options.Optional<string>(
        "--passphrase-file", $"File with the passphrase, mode 0600; default {Variable}, or it is asked for");

    /// <summary>Gets it.</summary>
    /// <param name="file">The file, if one is named.</param>
    /// <param name="isNew">Whether it is for a new backup: then it is asked for twice, and has to be long enough.</param>
    /// <exception cref="UsageException">There is none and no terminal, or the two differ.</exception>
    /// <exception cref="KeyFileException">The file cannot be read, or others may read it.</exception>
    /// <exception cref="BackupException">It is too short for a new backup.</exception>
    public static string Get(string? file, bool isNew)
    {
        var passphrase = file is null ? Passphrase.FromEnvironment(Variable) : PrivateText.Read(file);
        if (passphrase is null)
        {
            if (Console.IsInputRedirected)
            {
                throw new UsageException(
                    $"The backup's passphrase is needed: --passphrase-file FILE, or set {Variable}, or run this in a terminal.");
            }

            passphrase = Passphrase.Ask("Passphrase of the backup: ");
            if (isNew) BackupArchive.CheckPassphrase(passphrase);
            if (isNew && Passphrase.Ask("The same again: ") != passphrase)
                throw new UsageException("The two passphrases differ.");
        }

        if (isNew) BackupArchive.CheckPassphrase(passphrase);
        return passphrase;
    }
}
