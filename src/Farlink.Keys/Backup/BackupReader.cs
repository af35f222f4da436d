using System.Formats.Tar;
using System.Security.Cryptography;

namespace Farlink.Keys.Backup;

/// <summary>
/// Reads a backup. Its files are in the order of the manifest, each a plain file of the length and hash that the manifest says:
/// no name in the archive decides where anything is written, and nothing in it is a link or a device.
/// </summary>
public sealed class BackupReader : IDisposable
{
    private const int BufferOctets = 64 * 1024;
    private readonly SealedReader _opened;
    private readonly TarReader _tar;
    private readonly string _shown;

    private BackupReader(SealedReader opened, TarReader tar, string shown, BackupManifest manifest)
    {
        _opened = opened;
        _tar = tar;
        _shown = shown;
        Manifest = manifest;
    }

    /// <summary>What is in it.</summary>
    public BackupManifest Manifest { get; }

    /// <summary>Opens one, and reads its manifest.</summary>
    /// <param name="from">The backup; it can tell its length, and is not closed.</param>
    /// <param name="passphrase">The passphrase.</param>
    /// <param name="shown">The file's name, for messages.</param>
    /// <exception cref="BackupException">It cannot be read: the message says why.</exception>
    public static BackupReader Open(Stream from, string passphrase, string shown)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(passphrase);
        var opened = new SealedReader(from, passphrase, shown);
        var tar = new TarReader(opened, leaveOpen: true);
        try
        {
            return Guarded(shown, () => new BackupReader(opened, tar, shown, ReadManifest(tar, shown, from.Length)));
        }
        catch
        {
            tar.Dispose();
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Reads all files, once, and checks that the archive is whole to its last octet.</summary>
    /// <param name="into">
    /// Where each file is to be written; the stream is flushed and closed. Null: it is only checked. What was written counts only
    /// when this method has returned.
    /// </param>
    /// <exception cref="BackupException">It is damaged, or its archive is not what its manifest says.</exception>
    public void ReadAll(Func<BackupEntry, Stream?> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        Guarded(_shown, () =>
        {
            foreach (var file in Manifest.Files)
            {
                var entry = Next(_tar, file.Name, file.Octets, _shown);
                using var target = into(file);
                Copy(file, entry.DataStream ?? Stream.Null, target);
            }

            if (_tar.GetNextEntry() is { } more) throw Unexpected(more.Name, _shown);
            _opened.Drain();
            return true;
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tar.Dispose();
        _opened.Dispose();
    }

    private static BackupManifest ReadManifest(TarReader tar, string shown, long archiveOctets)
    {
        var entry = Next(tar, BackupArchive.ManifestName, null, shown);
        if (entry.Length > BackupArchive.MostManifestOctets || entry.DataStream is not { } content)
            throw new BackupException($"{shown} has a manifest of {entry.Length} octets: no farlink writes such a one.");
        var octets = new byte[entry.Length];
        content.ReadExactly(octets);
        var manifest = ManifestJson.Read(octets, shown);

        // Nothing in it is compressed, so it cannot hold more than it is long.
        var left = archiveOctets;
        foreach (var file in manifest.Files)
        {
            left -= file.Octets;
            if (left >= 0) continue;
            throw new BackupException($"{shown} is cut off or damaged: it holds less than it says, and is not restored.");
        }

        return manifest;
    }

    /// <summary>The next entry, if it is the plain file that must come now.</summary>
    private static TarEntry Next(TarReader tar, string name, long? octets, string shown)
    {
        if (tar.GetNextEntry() is not { } entry) throw new BackupException($"{shown} ends before {name}: it is not whole.");
        if (entry.EntryType is not TarEntryType.RegularFile || entry.Name != name) throw Unexpected(entry.Name, shown);
        if (octets is { } wanted && entry.Length != wanted)
            throw new BackupException($"{shown} has {entry.Length} octets of {name}, and says {wanted}.");
        return entry;
    }

    private static BackupException Unexpected(string name, string shown) => new(
        $"{shown} holds \"{Protocol.Text.Printable.Escape(name)}\", which is not the plain file that has to be there: "
        + "no farlink wrote it, and nothing of it is restored.");

    private static void Copy(BackupEntry file, Stream from, Stream? to)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferOctets];
        while (from.Read(buffer) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            to?.Write(buffer, 0, read);
        }

        if (to is FileStream onDisk) onDisk.Flush(flushToDisk: true);
        CryptographicOperations.ZeroMemory(buffer);
        if (!string.Equals(Convert.ToHexStringLower(hash.GetHashAndReset()), file.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new BackupException(
                $"{Protocol.Text.Printable.Escape(file.Path)} is not what the manifest says: nothing is restored.");
        }
    }

    /// <summary>What the reader of tar archives throws at nonsense is no mistake of ours.</summary>
    private static T Guarded<T>(string shown, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or FormatException
            or ArgumentException or OverflowException or NotSupportedException)
        {
            throw new BackupException($"{shown} holds no archive of farlink: {failure.Message}", failure);
        }
    }
}
