using Farlink.Host.Files;
using Farlink.Keys.Backup;
using Farlink.Keys.Files;

namespace Farlink.Backup;

/// <summary>
/// Where a restore is prepared: a folder beside the configuration, so that its files get to their places by being renamed. What
/// goes elsewhere is prepared beside its place.
/// </summary>
internal sealed class RestoreStage
{
    /// <summary>The mode of every folder that a restore makes.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _configuration;
    private readonly Action<string> _step;
    private readonly List<string> _outside = [];
    private readonly List<string> _made = [];
    private readonly HashSet<string> _probed = new(StringComparer.Ordinal);
    private int _files;
    private bool _isBegun;

    /// <summary>Names it; nothing is made yet.</summary>
    /// <param name="configuration">The configuration's file, absolute.</param>
    /// <param name="step">Told before each change of the disk.</param>
    public RestoreStage(string configuration, Action<string> step)
    {
        _configuration = configuration;
        _step = step;
    }

    /// <summary>The store's file, whose folder is the service's; null: nobody knows it.</summary>
    public string? Store { get; set; }

    /// <summary>The folder.</summary>
    public string Folder => FolderOf(_configuration);

    /// <summary>The staging folder of a configuration.</summary>
    public static string FolderOf(string configuration) =>
        Path.Combine(Path.GetDirectoryName(configuration)!, $".{Path.GetFileName(configuration)}.restore");

    /// <summary>Where copies of what is replaced are, until the restore is done.</summary>
    public static string BeforeOf(string configuration) => Path.Combine(FolderOf(configuration), "before");

    /// <summary>Makes the folder. It is this program's alone until what is returned is disposed of.</summary>
    /// <exception cref="BackupException">Another program is at it, or nothing can be written there.</exception>
    public FileStream Begin()
    {
        _step($"make {Folder}");
        var place = Path.GetDirectoryName(_configuration)!;
        try
        {
            MakeFolder(place);

            // Not the service's, as what goes out of it is: what root has prepared nobody else may exchange.
            Directory.CreateDirectory(Folder, OwnerOnly);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(
                $"Nothing can be put into {place}: {failure.Message} Name another place, or say sudo before it.", failure);
        }

        var alone = Alone(Folder);
        _isBegun = true;
        return alone;
    }

    /// <summary>One program at a time; the kernel takes the lock back when it ends.</summary>
    /// <param name="stage">The staging folder.</param>
    /// <exception cref="BackupException">Another program is at it.</exception>
    public static FileStream Alone(string stage)
    {
        try
        {
            return new FileStream(Path.Combine(stage, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (Directory.Exists(stage))
        {
            throw new BackupException(
                $"A restore of this end is under way, or cannot be finished here: {failure.Message} Wait, then try again.",
                failure);
        }
    }

    /// <summary>A name for a file that will go to a place.</summary>
    /// <param name="target">The place.</param>
    public string NameFor(string target)
    {
        var root = Path.GetDirectoryName(_configuration)! + "/";
        if (target.StartsWith(root, StringComparison.Ordinal)) return Path.Combine(Folder, $"{++_files:D4}");
        MakeFolder(Path.GetDirectoryName(target)!);
        var name = target + RestoreLeftovers.Suffix;
        _step($"note {name}");
        RestoreLeftovers.Note(Folder, name);
        _outside.Add(name);
        return name;
    }

    /// <summary>Opens a staged file to be written.</summary>
    /// <param name="name">Of <see cref="NameFor"/>.</param>
    public FileStream Create(string name)
    {
        _step($"stage {name}");

        // Also the log of a store that a restore left here: it would be taken for this one's.
        RestoreLeftovers.RemoveFile(name);
        return new FileStream(name, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    /// <summary>
    /// Gives a staged file its mode, and the owner of the file it replaces or of the folder it goes to. What only its owner may
    /// read is the service's, and the service's is the folder of the store: in /etc/farlink, which is root's, it could not read
    /// it.
    /// </summary>
    public void Finish(string name, RestoreTarget target)
    {
        var folder = Path.GetDirectoryName(target.Path)!;
        _step($"mode of {name}");
        MakeFolder(folder);
        if (_probed.Add(folder)) Probe(folder);
        File.SetUnixFileMode(name, target.Entry.Mode);
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        var isService = (target.Entry.Mode & others) == 0 && target.Path != _configuration;
        FileOwner.Copy(target.Exists ? target.Path : isService ? ServiceFolder() ?? folder : folder, name);
    }

    private string? ServiceFolder() =>
        Path.GetDirectoryName(Store) is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;

    /// <summary>A staged file is not wanted after all.</summary>
    public void Drop(string name)
    {
        _step($"drop {name}");
        File.Delete(name);
    }

    /// <summary>Copies a file that is about to be replaced.</summary>
    public void Keep(string path)
    {
        var copy = KeptAs(_configuration, path);
        _step($"keep {path}");
        MakeFolder(Path.GetDirectoryName(copy)!);
        File.Copy(path, copy, overwrite: true);
        using (var handle = File.OpenHandle(copy)) RandomAccess.FlushToDisk(handle);
        FolderSync.Of(Path.GetDirectoryName(copy)!);
    }

    /// <summary>Where a file is kept that is about to be replaced.</summary>
    public static string KeptAs(string configuration, string path) => Path.Combine(
        BeforeOf(configuration), BackupEntry.PathIn(path, Path.GetDirectoryName(configuration)!).TrimStart('/'));

    /// <summary>Nothing is restored: what was prepared goes away, with every folder that was made for it.</summary>
    public void Abandon()
    {
        _step("abandon");
        foreach (var name in _outside) RestoreLeftovers.RemoveFile(name);
        if (_isBegun && Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);

        // The innermost first. One that somebody has put something into meanwhile stays.
        foreach (var folder in Enumerable.Reverse(_made))
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }
    }

    /// <summary>A folder that nothing can be moved into has to show before anything is decided.</summary>
    private static void Probe(string folder)
    {
        var file = Path.Combine(folder, ".farlink-restore");
        File.Create(file).Dispose();
        File.Delete(file);
    }

    /// <summary>Makes a folder and those it is in, each like the one around it; only its owner may look into it.</summary>
    private void MakeFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        var around = Path.GetDirectoryName(folder)!;
        MakeFolder(around);
        Directory.CreateDirectory(folder, OwnerOnly);
        _made.Add(folder);
        FileOwner.Copy(around, folder);
    }
}
