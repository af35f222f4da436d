namespace Farlink.Host.Files;

/// <summary>
/// The folder with what was there before: copies 0600, and the manifest, in a folder 0700. Only what our own user or root made
/// is believed: whoever else could write there could have root write any file for him.
/// </summary>
/// <param name="path">Its path on the system.</param>
/// <param name="root">The system.</param>
/// <param name="steps">What is done to files.</param>
internal sealed class UndoFolder(string path, HostRoot root, FileSteps steps)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string ManifestPath => $"{path}/manifest.json";

    /// <summary>What is to be put back; null: nothing.</summary>
    /// <exception cref="HostFileException">It is damaged, or others may have written it.</exception>
    public UndoManifest? Read()
    {
        if (Look() is not { } found) return null;
        if (found.Kind != FileKind.Folder || !found.Standing.IsOnlyOf(UnixFile.User))
            throw new HostFileException($"{path} is not a folder of ours that others cannot change. Look at it, and remove it.");
        return Find("manifest.json") is { } manifest ? UndoJson.Read(manifest.Content, ManifestPath) : null;
    }

    /// <summary>Makes the folder, if it is not there.</summary>
    public void Create()
    {
        steps.CreateFolder(path);
        File.SetUnixFileMode(root.Map(path), OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Keeps a copy.</summary>
    public KeptCopy Keep(string name, FoundFile found)
    {
        steps.Write($"{path}/{name}", found.Content, new FileStanding(UnixFile.User, 0, OwnerOnly));
        return new KeptCopy(name, found.Hash, found.Standing);
    }

    /// <summary>The octets of a copy.</summary>
    /// <exception cref="HostFileException">It is missing or damaged.</exception>
    public byte[] ReadCopy(KeptCopy copy) => Find(copy.Name) is { } found && found.Hash == copy.Hash
        ? found.Content
        : throw new HostFileException(
            $"{path}/{copy.Name}, the copy of what was there before, is missing or damaged. Nothing was changed. Put the file "
            + $"back by hand, then remove {path}.");

    /// <summary>From now on this is what is to be put back.</summary>
    public void Commit(UndoManifest manifest) =>
        steps.Write(ManifestPath, UndoJson.Write(manifest), new FileStanding(UnixFile.User, 0, OwnerOnly));

    /// <summary>Nothing is to be put back any more.</summary>
    public void Remove()
    {
        if (Look() is null) return;
        steps.Delete(ManifestPath);
        foreach (var file in Directory.GetFiles(root.Map(path))) steps.Delete($"{path}/{Path.GetFileName(file)}");
        steps.DeleteFolderIfEmpty(path);
    }

    private (FileKind Kind, FileStanding Standing)? Look()
    {
        try
        {
            return UnixFile.TryLook(root.Map(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new HostFileException($"Cannot read {path}: {failure.Message} Run this as root.", failure);
        }
    }

    private FoundFile? Find(string name)
    {
        try
        {
            var found = FoundFile.TryRead($"{path}/{name}", root);
            if (found is not null && !found.Standing.IsOnlyOf(UnixFile.User))
                throw new HostFileException($"{path}/{name} could have been written by others. Look at it, and remove it.");
            return found;
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new HostFileException($"{failure.Message} Run this as root.", failure);
        }
    }
}
