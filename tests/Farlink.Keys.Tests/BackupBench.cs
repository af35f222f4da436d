using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Farlink.Keys.Backup;

namespace Farlink.Keys.Tests;

/// <summary>Backups in memory, good and bad, with few rounds.</summary>
internal static class BackupBench
{
    public const string Passphrase = "correct horse battery";
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const int Rounds = 3;
    private static readonly DateTimeOffset Now = new(2027, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>Files of a backup: a configuration first, then these.</summary>
    public static List<(BackupEntry Entry, byte[] Octets)> Files(params byte[][] contents)
    {
        List<(BackupEntry Entry, byte[] Octets)> files = [File(BackupKind.Configuration, "farlink.toml", "role = \"site\"\n"u8)];
        foreach (var (number, octets) in contents.Index()) files.Add(File(BackupKind.Key, $"pki/{number}.pem", octets));
        return files;
    }

    public static (BackupEntry Entry, byte[] Octets) File(BackupKind kind, string path, ReadOnlySpan<byte> octets) => (
        new BackupEntry(kind, path, Private, octets.Length, Convert.ToHexStringLower(SHA256.HashData(octets))), octets.ToArray());

    public static BackupManifest Manifest(IEnumerable<BackupEntry> files) => new()
    {
        Role = "site",
        Name = "barn",
        MadeAt = Now,
        Program = "1.2.3",
        Folder = "/etc/farlink",
        Files = [.. files],
        NotIncluded = ["the key in a chip"],
    };

    public static byte[] Write(List<(BackupEntry Entry, byte[] Octets)> files)
    {
        using var stream = new MemoryStream();
        var contents = files.ToDictionary(file => file.Entry, file => file.Octets);
        BackupArchive.Write(
            stream, Manifest(contents.Keys), entry => new MemoryStream(contents[entry]), Passphrase, Rounds);
        return stream.ToArray();
    }

    /// <summary>A backup whose archive is whatever a test makes of it.</summary>
    public static byte[] WriteRaw(string manifest, Action<TarWriter> entries)
    {
        using var stream = new MemoryStream();
        using var sealing = new SealedWriter(stream, Passphrase, Rounds);
        using (var tar = new TarWriter(sealing, TarEntryFormat.Pax, leaveOpen: true))
        {
            tar.WriteEntry(Plain("manifest.json", Encoding.UTF8.GetBytes(manifest)));
            entries(tar);
        }

        sealing.Finish();
        return stream.ToArray();
    }

    public static PaxTarEntry Plain(string name, byte[] octets) =>
        new(TarEntryType.RegularFile, name) { Mode = Private, DataStream = new MemoryStream(octets) };

    /// <summary>Everything in a backup, by path.</summary>
    public static Dictionary<string, byte[]> Read(byte[] backup, string passphrase = Passphrase)
    {
        using var from = new MemoryStream(backup);
        using var reader = BackupReader.Open(from, passphrase, "x.backup");
        Dictionary<string, KeptStream> read = [];
        reader.ReadAll(entry => read[entry.Path] = new KeptStream());
        return read.ToDictionary(file => file.Key, file => file.Value.Octets);
    }

    /// <summary>What is said of a backup that must not be read.</summary>
    public static string Refusal(byte[] backup, string passphrase = Passphrase) =>
        Assert.Throws<BackupException>(() => Read(backup, passphrase)).Message;

    /// <summary>Memory that can be looked at after it was closed.</summary>
    private sealed class KeptStream : MemoryStream
    {
        public byte[] Octets { get; private set; } = [];

        protected override void Dispose(bool disposing)
        {
            Octets = ToArray();
            base.Dispose(disposing);
        }
    }
}
