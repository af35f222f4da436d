using System.Text;

namespace Farlink.Host.Files;

/// <summary>
/// Files of a system that are written so that what was there can be put back: copies first, then the manifest, then the files.
/// Whenever the power goes, <see cref="Undo"/> finds all it needs. Not thread-safe: one program at a time.
/// </summary>
public sealed class UndoableFiles
{
    private const int MostKept = 99;
    private readonly HostRoot _root;
    private readonly string _path;
    private readonly FileSteps _steps;
    private readonly UndoFolder _folder;

    /// <summary>Makes one.</summary>
    /// <param name="root">The system.</param>
    /// <param name="path">Folder on it for what was there before, such as <c>/var/lib/farlink-wifi</c>.</param>
    public UndoableFiles(HostRoot root, string path)
        : this(root, path, null)
    {
    }

    /// <summary>Makes one that tells each step before it is done.</summary>
    internal UndoableFiles(HostRoot root, string path, Action<string>? before)
    {
        _root = root;
        _path = path;
        _steps = new FileSteps(root, before);
        _folder = new UndoFolder(path, root, _steps);
    }

    /// <summary>What was noted when files were applied; null: none are.</summary>
    /// <exception cref="HostFileException">It cannot be read.</exception>
    public IReadOnlyDictionary<string, string>? Notes => _folder.Read()?.Notes;

    /// <summary>Writes files. If some were applied before, what is put back later is what was there before those.</summary>
    /// <param name="files">The files.</param>
    /// <param name="notes">Words for when it is undone; they replace those of before.</param>
    /// <returns>What was done, in order.</returns>
    /// <exception cref="HostFileException">One cannot be written; what was there can be put back.</exception>
    public IReadOnlyList<FileEvent> Apply(IReadOnlyList<HostFile> files, IReadOnlyDictionary<string, string> notes)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(notes);
        FilePlan.Make(files, _root);
        var before = _folder.Read();
        var aboveUndo = _steps.MissingFolders([_path]);
        foreach (var folder in aboveUndo) _steps.CreateFolder(folder);
        _folder.Create();
        var above = _steps.MissingFolders(files.Select(file => file.Path));
        var manifest = new UndoManifest
        {
            Notes = notes,
            Folders = [.. (before?.Folders ?? []).Concat(aboveUndo).Concat(above).Distinct()],
            Files = Record(files, before?.Files ?? []),
        };
        _folder.Commit(manifest);
        foreach (var folder in above) _steps.CreateFolder(folder);
        List<FileEvent> events = [];
        foreach (var file in files) events.AddRange(Write(file, manifest.Files.First(entry => entry.Path == file.Path)));
        return events;
    }

    /// <summary>Puts back what was there. What somebody else changed meanwhile is kept beside it.</summary>
    /// <returns>What was done, in order.</returns>
    /// <exception cref="HostFileException">Nothing was applied, or it cannot be put back; then it can be tried again.</exception>
    public IReadOnlyList<FileEvent> Undo()
    {
        if (_folder.Read() is not { } manifest)
        {
            // Copies without a manifest: a crash came before the first change, or after the last one.
            _folder.Remove();
            throw new HostFileException($"Nothing is applied here that could be undone: there is no {_path}/manifest.json.");
        }

        // All is looked at before anything is changed: a damaged copy must not end this half way.
        var found = manifest.Files.Select(entry => (Entry: entry, Now: Find(entry.Path), Was: CopyOf(entry))).ToList();
        List<FileEvent> events = [];
        foreach (var (entry, now, was) in Enumerable.Reverse(found)) events.AddRange(PutBack(entry, now, was));
        var folders = manifest.Folders.Reverse().ToList();
        foreach (var folder in folders) _steps.DeleteFolderIfEmpty(folder);
        _folder.Remove();
        foreach (var folder in folders)
            if (_path.StartsWith(folder, StringComparison.Ordinal)) _steps.DeleteFolderIfEmpty(folder);
        return events;
    }

    /// <summary>Copies what is there of files that are written for the first time.</summary>
    private List<UndoEntry> Record(IReadOnlyList<HostFile> files, IReadOnlyList<UndoEntry> before)
    {
        List<UndoEntry> entries = [.. before];
        foreach (var file in files)
        {
            var hash = FoundFile.HashOf(Encoding.UTF8.GetBytes(file.Content));
            var index = entries.FindIndex(entry => entry.Path == file.Path);
            if (index >= 0)
            {
                entries[index] = entries[index] with { Wrote = [.. entries[index].Wrote.Where(known => known != hash), hash] };
                continue;
            }

            var was = Find(file.Path) is { } found ? _folder.Keep($"{entries.Count:D4}", found) : null;
            entries.Add(new UndoEntry { Path = file.Path, Wrote = [hash], Was = was });
        }

        return entries;
    }

    private IEnumerable<FileEvent> Write(HostFile file, UndoEntry entry)
    {
        if (Find(file.Path) is { } now && KeepChanged(entry, now) is { } kept) yield return kept;
        _steps.Write(file.Path, Encoding.UTF8.GetBytes(file.Content), FileWriter.StandingOf(file));
        yield return new FileEvent(file.Path, FileOutcome.Written);
    }

    private IEnumerable<FileEvent> PutBack(UndoEntry entry, FoundFile? now, byte[]? was)
    {
        _steps.Delete(FileSteps.DraftOf(entry.Path));
        if (now is not null && KeepChanged(entry, now) is { } kept) yield return kept;
        if (entry.Was is null)
        {
            _steps.Delete(entry.Path);
            yield return new FileEvent(entry.Path, FileOutcome.Removed);
            yield break;
        }

        if (now is null || now.Hash != entry.Was.Hash || now.Standing != entry.Was.Standing)
            _steps.Write(entry.Path, was!, entry.Was.Standing);
        yield return new FileEvent(entry.Path, FileOutcome.Restored);
    }

    /// <summary>Copies a file that is neither ours nor what was there before to another name; null: there was no need.</summary>
    private FileEvent? KeepChanged(UndoEntry entry, FoundFile now)
    {
        if (entry.Wrote.Contains(now.Hash) || entry.Was?.Hash == now.Hash) return null;
        for (var number = 1; number <= MostKept; number++)
        {
            var path = FileSteps.Beside(entry.Path, number == 1 ? "farlink-kept" : $"farlink-kept-{number}");
            var there = Find(path);
            if (there is not null && there.Hash != now.Hash) continue;

            // A crash after this leaves it for the next try, which finds the same text and makes no second one.
            if (there is null) _steps.Write(path, now.Content, now.Standing);
            return new FileEvent(path, FileOutcome.Kept);
        }

        throw new HostFileException(
            $"{entry.Path} was changed, and {MostKept} kept ones lie beside it. Remove some of them: "
            + $"ls -a {Path.GetDirectoryName(entry.Path)}");
    }

    private byte[]? CopyOf(UndoEntry entry) => entry.Was is { } was ? _folder.ReadCopy(was) : null;

    private FoundFile? Find(string path)
    {
        try
        {
            return FoundFile.TryRead(path, _root);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new HostFileException($"{failure.Message} Run this as root.", failure);
        }
    }
}
