using Farlink.Keys.Files;

namespace Farlink.Setup;

/// <summary>
/// Writes the files of a plan: all of them or none. First every file under a hidden name beside its place, then the journal,
/// then the moves, the configuration last. Without a journal nothing that anybody reads has changed; with one the rest is done by
/// whoever comes next, and told: it goes when its secrets have been shown, and not before.
/// </summary>
/// <param name="layout">Where the files belong.</param>
/// <param name="before">Told each step before it is done; a test stops there.</param>
internal sealed class InitCommit(InitLayout layout, Action<string>? before = null)
{
    private readonly InitJournal _journal = new(layout.Output);
    private readonly List<string> _made = [];

    /// <summary>Does the rest of what was interrupted.</summary>
    /// <returns>What is to be told before <see cref="Forget"/>; null: nothing was under way.</returns>
    /// <exception cref="KeyFileException">The journal is another user's, or a file cannot be moved.</exception>
    public InitClosing? Finish()
    {
        if (_journal.Read() is not { } found) return null;
        Move(found.Moves);
        return found.Closing;
    }

    /// <summary>All has been told: nothing is left to be finished.</summary>
    /// <exception cref="IOException">The journal cannot be removed: what it holds will be told again.</exception>
    public void Forget()
    {
        before?.Invoke("remove the journal");
        _journal.Remove();
    }

    /// <summary>Writes them.</summary>
    /// <param name="plan">What to write.</param>
    /// <param name="closing">What is to be told before <see cref="Forget"/>, by this run or by the one that finishes it.</param>
    /// <param name="stop">Gives up, as long as nothing is changed.</param>
    /// <returns>What was replaced, and where it is kept.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="KeyFileException">A file cannot be written, or not be given to the service.</exception>
    public IReadOnlyList<InitMove> Run(InitPlan plan, InitClosing closing, CancellationToken stop)
    {
        List<InitMove> moves = [];
        try
        {
            foreach (var folder in plan.Folders) Make(folder, stop);
            foreach (var folder in plan.Folders.Select(folder => folder.Path).Distinct()) RemoveDrafts(folder);
            foreach (var file in plan.Files)
            {
                stop.ThrowIfCancellationRequested();
                before?.Invoke($"write {file}");
                var move = InitMove.Of(file);
                moves.Add(move);
                Write(file, move.Draft);
            }

            stop.ThrowIfCancellationRequested();
            before?.Invoke("write the journal");
            _journal.Write(moves, closing);
        }
        catch (Exception failure) when (
            failure is IOException or UnauthorizedAccessException or KeyFileException or OperationCanceledException)
        {
            TakeBack(plan);
            throw;
        }

        Move(moves);
        return [.. moves.Where(move => move.Backup.Length > 0)];
    }

    private void Move(IReadOnlyList<InitMove> moves)
    {
        try
        {
            MoveAll(moves);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException(
                $"{failure.Message} Not every file is in its place yet. Run farlink init again with this --output: it finishes "
                + "that first.", failure);
        }
    }

    private void MoveAll(IReadOnlyList<InitMove> moves)
    {
        foreach (var move in moves.Where(move => File.Exists(move.Draft)))
        {
            // One that is there under both names has been kept already, and somebody wrote another one since.
            if (move.Backup.Length > 0 && File.Exists(move.Target) && !Path.Exists(move.Backup))
            {
                before?.Invoke($"keep {move.Target}");
                Directory.CreateDirectory(Path.GetDirectoryName(move.Backup)!, InitFolder.OwnMode);
                File.Move(move.Target, move.Backup);
            }

            before?.Invoke($"put {move.Target}");
            File.Move(move.Draft, move.Target, overwrite: true);
        }
    }

    /// <summary>Makes a folder, and those it is in.</summary>
    private void Make(InitFolder folder, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (Directory.Exists(folder.Path)) return;
        before?.Invoke($"make {folder.Path}");
        List<string> missing = [];
        for (var path = folder.Path; !Directory.Exists(path); path = Path.GetDirectoryName(path)!) missing.Insert(0, path);
        Directory.CreateDirectory(folder.Path, folder.Mode);
        _made.AddRange(missing);

        // Whatever the umask is.
        File.SetUnixFileMode(folder.Path, folder.Mode);
    }

    private void Write(InitFile file, string draft)
    {
        using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = InitFile.SecretMode,
        }))
        {
            stream.Write(file.Content);
            stream.Flush(flushToDisk: true);
        }

        if (file.IsOfService) FileOwner.Copy(layout.State, draft);
        else if (file.IsContinued && File.Exists(file.Path)) FileOwner.Copy(file.Path, draft);
        File.SetUnixFileMode(draft, file.Mode);
    }

    /// <summary>What is left of one that failed.</summary>
    private void TakeBack(InitPlan plan)
    {
        try
        {
            foreach (var folder in plan.Folders.Select(folder => folder.Path).Distinct()) RemoveDrafts(folder);
            foreach (var folder in Enumerable.Reverse(_made)) Directory.Delete(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The failure before it is the one to tell; drafts are hidden, and gone at the next try.
        }
    }

    private static void RemoveDrafts(string folder)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var draft in Directory.GetFiles(folder).Where(InitMove.IsDraft)) File.Delete(draft);
    }
}
