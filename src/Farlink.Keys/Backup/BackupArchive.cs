using System.Formats.Tar;
using System.Security.Cryptography;

namespace Farlink.Keys.Backup;

/// <summary>Writes a backup: a tar archive (POSIX pax) with the manifest first, sealed chunk by chunk. docs/backup.md.</summary>
public static class BackupArchive
{
    /// <summary>Rounds of PBKDF2-HMAC-SHA-256 over the passphrase, as for the CA's key.</summary>
    public const int Rounds = 600_000;

    /// <summary>Shortest passphrase, in characters: a stolen backup can be tried for years.</summary>
    public const int ShortestPassphrase = 12;

    /// <summary>Longest manifest, in octets.</summary>
    internal const int MostManifestOctets = 8 * 1024 * 1024;

    /// <summary>Name of the manifest in the archive.</summary>
    internal const string ManifestName = "manifest.json";

    /// <summary>Writes one.</summary>
    /// <param name="to">Where to; not closed.</param>
    /// <param name="manifest">What is in it; lengths and hashes are those of the files.</param>
    /// <param name="open">Opens a file of the manifest; the stream can seek, and is closed.</param>
    /// <param name="passphrase">At least <see cref="ShortestPassphrase"/> characters.</param>
    /// <param name="rounds">Rounds of PBKDF2; tests take fewer than <see cref="Rounds"/>.</param>
    /// <param name="cancellationToken">Gives up, in front of the next file or chunk.</param>
    /// <exception cref="BackupException">The passphrase is too short, or a file is another one than the manifest
    /// says.</exception>
    public static void Write(
        Stream to, BackupManifest manifest, Func<BackupEntry, Stream> open, string passphrase, int rounds = Rounds,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(open);
        CheckPassphrase(passphrase);
        using var sealing = new SealedWriter(to, passphrase, rounds, cancellationToken);
        using (var tar = new TarWriter(sealing, TarEntryFormat.Pax, leaveOpen: true))
        {
            using (var content = new MemoryStream(ManifestJson.Write(manifest)))
                tar.WriteEntry(Entry(ManifestName, UnixFileMode.UserRead | UnixFileMode.UserWrite, manifest.MadeAt, content));
            foreach (var file in manifest.Files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var content = open(file);
                Check(file, content);
                tar.WriteEntry(Entry(file.Name, file.Mode, manifest.MadeAt, content));
            }
        }

        sealing.Finish();
    }

    /// <summary>Whether a passphrase is long enough for a new backup.</summary>
    /// <exception cref="BackupException">It is not.</exception>
    public static void CheckPassphrase(string passphrase)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        if (passphrase.Length >= ShortestPassphrase) return;
        throw new BackupException(
            $"The passphrase is too short: at least {ShortestPassphrase} characters. Whoever finds the backup can try for years; "
            + "four or five words that nobody put together before are good.");
    }

    /// <summary>The manifest must be true: it is written first.</summary>
    private static void Check(BackupEntry file, Stream content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if (content.Length != file.Octets || hash != file.Sha256)
            throw new BackupException($"{file.Path} changed while the backup was being made: make it again.");
        content.Position = 0;
    }

    private static PaxTarEntry Entry(string name, UnixFileMode mode, DateTimeOffset at, Stream content) =>
        new(TarEntryType.RegularFile, name) { Mode = mode, ModificationTime = at, DataStream = content };
}
