using System.Collections;
using System.Security.Cryptography;
using System.Text;
using Farlink.Configuration;
using Farlink.Hosting;
using Farlink.Keys.Backup;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Text;
using Farlink.Storage;

namespace Farlink.Backup;

/// <summary>
/// Makes a backup of one end, whether its service runs or not. Files are read once, into memory; the store is copied in one state
/// of it.
/// </summary>
internal sealed class BackupJob : IDisposable
{
    /// <summary>Longest file beside the store, in octets.</summary>
    public const int MostFileOctets = 8 * 1024 * 1024;

    private const UnixFileMode Kept = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _configuration;
    private readonly string _folder;
    private readonly FarlinkConfig _config;
    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);
    private readonly List<BackupEntry> _entries = [];
    private readonly List<string> _notIncluded = [];
    private readonly BackupCopies _copies;

    /// <summary>Prepares one.</summary>
    /// <param name="configuration">The configuration's file.</param>
    /// <param name="config">What it says.</param>
    public BackupJob(string configuration, FarlinkConfig config)
    {
        _configuration = Path.GetFullPath(configuration);
        _folder = Path.GetDirectoryName(_configuration)!;
        _config = config;
        _copies = new BackupCopies(config.Link.StorePath);
    }

    /// <summary>Rounds of PBKDF2 over the passphrase.</summary>
    public int Rounds { get; init; } = BackupArchive.Rounds;

    /// <summary>Makes it.</summary>
    /// <param name="to">The backup's file; mode 0600.</param>
    /// <param name="passphrase">The passphrase.</param>
    /// <param name="replace">Whether a file of that name may be replaced.</param>
    /// <param name="environment">Environment variables, which are in no file.</param>
    /// <param name="now">The time by the host's clock.</param>
    /// <param name="cancellationToken">Gives up between files and parts of them; nothing is left of the backup.</param>
    /// <returns>What is in it.</returns>
    /// <exception cref="BackupException">Something cannot be in a backup.</exception>
    /// <exception cref="KeyFileException">A key cannot be read, or the backup cannot be written.</exception>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public BackupManifest Write(
        string to, string passphrase, bool replace, IDictionary environment, DateTimeOffset now,
        CancellationToken cancellationToken = default)
    {
        to = Path.GetFullPath(to);
        BackupArchive.CheckPassphrase(passphrase);
        Collect(cancellationToken);
        foreach (var name in EnvironmentOverrides.Names(environment))
            _notIncluded.Add($"{Printable.Escape(name)}: it is in the environment, and counts more than the configuration");
        if (_entries.Exists(entry => RealPath.AreSame(entry.Target(_folder), to)) || IsOfStore(to))
            throw new BackupException($"{to} is a file of this end itself: give the backup another name.");
        var manifest = new BackupManifest
        {
            Role = _config.Role.ToString().ToLowerInvariant(),
            Name = _config.Name,
            MadeAt = now,
            Program = typeof(BackupJob).Assembly.GetName().Version?.ToString(3) ?? "",
            Folder = _folder,
            Files = _entries,
            NotIncluded = _notIncluded,
        };
        PrivateFile.Write(
            to, stream => BackupArchive.Write(stream, manifest, Open, passphrase, Rounds, cancellationToken), replace);
        return manifest;
    }

    /// <summary>Removes the copy of the store, and wipes what was read.</summary>
    public void Dispose()
    {
        foreach (var octets in _contents.Values) CryptographicOperations.ZeroMemory(octets);
        _copies.Dispose();
    }

    private void Collect(CancellationToken cancellationToken)
    {
        var pairings = _config.Link.PairingFolder.Length > 0 ? PairingFiles.Read(_config.Link.PairingFolder) : [];
        var rekeys = pairings.Where(file => PairingFiles.IsRekey(file.Path)).Select(file => KeyOf(file.Path, file.Octets));
        var contents = BackupContents.Of(_configuration, _config, [.. rekeys.OfType<string>()]);
        foreach (var file in contents.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddFile(file);
        }

        foreach (var (path, octets) in pairings) Add(KindOf(path), path, OwnerOnly, octets);
        cancellationToken.ThrowIfCancellationRequested();
        AddStore(contents.Store);
        foreach (var element in contents.Elements)
            _notIncluded.Add($"the key in {element}: it stays where it is; without it this is another end, which pairs anew");
    }

    private void AddFile(BackupSource source)
    {
        // A pipe would be waited for, and a device has no end.
        if (Path.Exists(source.Path) && !FileOwner.IsPlain(source.Path))
            throw new BackupException($"{source.Path} is no plain file and cannot be in a backup: name a file instead.");
        FileStream stream;
        try
        {
            stream = new FileStream(source.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            if (source.IsNeeded) _notIncluded.Add($"{Printable.Escape(source.Path)}: it is named, and not there");
            return;
        }

        using (stream)
        {
            if (stream.Length > MostFileOctets)
                throw new BackupException($"{source.Path} has {stream.Length} octets; at most {MostFileOctets} are in a backup.");
            var octets = new byte[stream.Length];
            stream.ReadExactly(octets);
            Add(source.Kind, source.Path, File.GetUnixFileMode(stream.SafeFileHandle) & Kept, octets);
        }
    }

    private void AddStore(string store)
    {
        if (store.Length == 0 || !File.Exists(store)) return;
        foreach (var damaged in SqliteStore.SetAside(store))
            _notIncluded.Add($"{Printable.Escape(damaged)}: a damaged store that was set aside");
        _copies.Take();
        using var stream = File.OpenRead(_copies.Store);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        _entries.Add(new BackupEntry(BackupKind.Store, PathOf(store), OwnerOnly, stream.Length, hash));
    }

    /// <summary>What is beside a store and in no backup is as much in use: its log above all.</summary>
    private bool IsOfStore(string path)
    {
        var store = _config.Link.StorePath;
        if (store.Length == 0) return false;
        var history = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(store))!, "history.db");
        var sockets = StatusPlace.ToAsk(
            new EndPlace(_configuration, _config.Role, store), Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY"));
        string[] parts = ["", "-wal", "-shm", "-journal"];
        return parts.SelectMany(part => new[] { store + part, history + part })
            .Concat([$"{store}.room", EndedList.Beside(store), .. sockets])
            .Any(own => RealPath.AreSame(own, path));
    }

    private void Add(BackupKind kind, string path, UnixFileMode mode, byte[] octets)
    {
        var entry = new BackupEntry(kind, PathOf(path), mode, octets.Length, Convert.ToHexStringLower(SHA256.HashData(octets)));
        _contents.Add(entry.Path, octets);
        _entries.Add(entry);
    }

    private string PathOf(string path)
    {
        var form = BackupEntry.PathIn(path, _folder);
        if (BackupEntry.IsGoodPath(form)) return form;
        throw new BackupException($"{path} cannot be in a backup: it is no place for files.");
    }

    private Stream Open(BackupEntry entry) => entry.Kind == BackupKind.Store
        ? File.OpenRead(_copies.Store) : new MemoryStream(_contents[entry.Path], writable: false);

    private static BackupKind KindOf(string path) => PairingFiles.IsPairing(path) ? BackupKind.Pairing
        : PairingFiles.IsRekey(path) ? BackupKind.Rekey : BackupKind.Ended;

    /// <summary>The key that a re-key under way goes to: its draft names it, or the wish for it.</summary>
    private static string? KeyOf(string path, byte[] octets) => path.EndsWith(".json", StringComparison.Ordinal)
        ? PairingFiles.Parse(octets, path).Element : Encoding.UTF8.GetString(octets).Trim();
}
