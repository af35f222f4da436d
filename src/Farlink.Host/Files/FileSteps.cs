namespace Farlink.Host.Files;

/// <summary>
/// What is done to files, in steps between which the power may go. Each is whole or has not happened: a file appears under its
/// name, with its mode and owner, only when its text is on the disk.
/// </summary>
/// <param name="root">The system.</param>
/// <param name="before">Told each step before it is done; a test stops there.</param>
internal sealed class FileSteps(HostRoot root, Action<string>? before = null)
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Where a file is written before it gets its name. It is hidden: dnsmasq reads every other file of its folders (dnsmasq(8),
    /// --conf-dir).
    /// </summary>
    public static string DraftOf(string path) => Beside(path, "farlink-new");

    /// <summary>A hidden path beside another one.</summary>
    public static string Beside(string path, string ending) =>
        $"{Path.GetDirectoryName(path)!.TrimEnd('/')}/.{Path.GetFileName(path)}.{ending}";

    /// <summary>The folders that are missing above some paths, each after the one it is in.</summary>
    public IReadOnlyList<string> MissingFolders(IEnumerable<string> paths)
    {
        List<string> missing = [];
        foreach (var path in paths)
        {
            List<string> above = [];
            for (var folder = Path.GetDirectoryName(path)!; folder != "/"; folder = Path.GetDirectoryName(folder)!)
                if (!Directory.Exists(root.Map(folder)) && !missing.Contains(folder)) above.Insert(0, folder);
            missing.AddRange(above);
        }

        return missing;
    }

    /// <summary>Makes a folder, 0755, if it is not there.</summary>
    public void CreateFolder(string path) => Try($"make the folder {root.Map(path)}", () =>
    {
        if (Directory.Exists(root.Map(path))) return;
        Directory.CreateDirectory(root.Map(path), FolderMode);

        // Whatever the umask is: services that are not root read what is in it.
        File.SetUnixFileMode(root.Map(path), FolderMode);
    });

    /// <summary>Removes a folder, if it is there and empty.</summary>
    public void DeleteFolderIfEmpty(string path)
    {
        var folder = root.Map(path);
        if (!Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).Any()) return;
        Try($"remove the folder {folder}", () => Directory.Delete(folder));
    }

    /// <summary>Writes a file, new or over an old one.</summary>
    public void Write(string path, byte[] content, FileStanding standing)
    {
        var target = root.Map(path);
        var draft = root.Map(DraftOf(path));
        try
        {
            Try($"write {target}", () => WriteDraft(draft, content, standing));
            Try($"put {target} in its place", () =>
            {
                File.Move(draft, target, overwrite: true);
                UnixFile.SyncFolder(Path.GetDirectoryName(target)!);
            });
        }
        catch (HostFileException)
        {
            DeleteQuietly(draft);
            throw;
        }
    }

    /// <summary>Removes a file, if it is there.</summary>
    public void Delete(string path)
    {
        var file = root.Map(path);
        if (!File.Exists(file)) return;
        Try($"remove {file}", () =>
        {
            File.Delete(file);
            UnixFile.SyncFolder(Path.GetDirectoryName(file)!);
        });
    }

    private static void WriteDraft(string draft, byte[] content, FileStanding standing)
    {
        // A new one, so that it has nobody else's mode and nobody has it open.
        File.Delete(draft);
        using var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        });
        UnixFile.SetStanding(stream.SafeFileHandle, standing);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>What is left of a write that failed, of a full disk for example, holds nothing that anybody needs.</summary>
    private static void DeleteQuietly(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The failure before it is the one to tell.
        }
    }

    private void Try(string what, Action step)
    {
        before?.Invoke(what);
        try
        {
            step();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new HostFileException($"Cannot {what}: {failure.Message}", failure);
        }
    }
}
