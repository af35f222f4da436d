using Farlink.Configuration;
using Farlink.Keys.Backup;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Storage;

namespace Farlink.Backup;

/// <summary>
/// Restores one end. Everything is prepared beside its place; then one file decides, and what follows are moves that somebody
/// finishes if this program cannot. So there is the old state, or the new one.
/// </summary>
internal sealed class RestoreJob
{
    private readonly RestorePlan _plan;
    private readonly RestoreStage _stage;
    private readonly Action<string> _step;
    private readonly List<StagedFile> _staged = [];
    private readonly List<RestoreMove> _moves = [];

    /// <summary>Prepares one.</summary>
    /// <param name="plan">What goes where.</param>
    /// <param name="step">Told before each change of the disk; null: nobody is.</param>
    public RestoreJob(RestorePlan plan, Action<string>? step = null)
    {
        _plan = plan;
        _step = step ?? (_ => { });
        _stage = new RestoreStage(plan.Configuration, _step);
    }

    /// <summary>Whether a store that is there stays as it is.</summary>
    public bool KeepStore { get; init; }

    /// <summary>Restores.</summary>
    /// <param name="archive">The backup.</param>
    /// <exception cref="BackupException">The backup is damaged: nothing was changed.</exception>
    /// <exception cref="StoreException">A service runs, or a store is of a newer program: nothing was changed.</exception>
    /// <exception cref="KeyFileException">A file cannot be read or written.</exception>
    public RestoreResult Run(BackupReader archive)
    {
        var isDamaged = PendingRestore.IsDamaged(_plan.Configuration);
        if (!isDamaged && PendingRestore.Exists(_plan.Configuration)) PendingRestore.Finish(_plan.Configuration, _step);
        var present = PresentEnd.Of(_plan);

        // Before anything is prepared: is a service running?
        RefuseToKeepDamaged(present.Stores().Damaged);
        var dropped = isDamaged ? PendingRestore.Drop(_plan.Configuration, _step) : null;
        _step($"clear {_stage.Folder}");
        RestoreLeftovers.Remove(_plan.Configuration);
        try
        {
            RestoreResult result;
            using (_stage.Begin()) result = Prepare(archive, present);
            return result with { Aside = PendingRestore.Finish(_plan.Configuration, _step), Dropped = dropped };
        }
        catch when (!RestoreMoves.Exist(_stage.Folder))
        {
            _stage.Abandon();
            throw;
        }
    }

    /// <summary>Everything up to the list that decides.</summary>
    private RestoreResult Prepare(BackupReader archive, PresentEnd present)
    {
        Stage(archive);
        var pairings = new PairingMerge(_plan, _staged, present);
        using var revocations = new RevocationMerge(_plan, _staged);
        var (store, damaged) = RenewStore(present, revocations);
        Decide(pairings, revocations);
        return new RestoreResult
        {
            Plan = _plan,
            Written = _moves.Count(move => move.From is not null),
            Store = store,
            Damaged = damaged,
            Paired = pairings.Paired,
            Refused = pairings.Refused,
            Lists = revocations.Words,
            Aside = null,
        };
    }

    /// <summary>Reads the whole backup before anything is decided: its last octet may be the damaged one.</summary>
    private void Stage(BackupReader archive)
    {
        var targets = _plan.Targets.ToDictionary(target => target.Entry);
        archive.ReadAll(entry =>
        {
            var target = targets[entry];
            if (entry.Kind == BackupKind.Store && KeepStore && target.Exists) return null;

            // The configuration is moved even if it is the same: it decides. A pairing may name its key in another folder.
            if (entry.Kind != BackupKind.Configuration && !NamesPaths(entry) && target.IsUnchanged()) return null;
            var name = _stage.NameFor(target.Path);
            _staged.Add(new StagedFile(target, name));
            return _stage.Create(name);
        });
        _stage.Store = _plan.Store ?? StoreOf(_staged.Find(file => file.Target.Entry.Kind == BackupKind.Configuration));
        foreach (var file in _staged)
        {
            if (NamesPaths(file.Target.Entry)) Rename(file);
            _stage.Finish(file.Path, file.Target);
        }
    }

    /// <summary>
    /// Where the configuration of the backup has its store: there may be none in the backup, and none here. Null: nobody knows.
    /// </summary>
    private string? StoreOf(StagedFile? configuration)
    {
        if (configuration is null) return null;
        var (place, _) = ConfigLoader.LoadPlace(configuration.Path, Environment.GetEnvironmentVariables());
        if (place is null) return null;

        // What it names without a whole path begins in the folder that it will be in.
        var staged = Path.GetDirectoryName(configuration.Path)!;
        return place.StorePath.StartsWith($"{staged}/", StringComparison.Ordinal)
            ? Path.Combine(_plan.Folder, place.StorePath[(staged.Length + 1)..]) : place.StorePath;
    }

    /// <summary>After a re-key a pairing names its key with the whole path.</summary>
    private bool NamesPaths(BackupEntry entry) =>
        _plan.IsElsewhere && entry.Kind is BackupKind.Pairing or BackupKind.Rekey;

    private void Rename(StagedFile file)
    {
        var octets = PairingFiles.Moved(File.ReadAllBytes(file.Path), file.Target.Path, _plan.Manifest.Folder, _plan.Folder);
        if (octets is null) return;
        _step($"name the key in {file.Path}");
        using var stream = new FileStream(file.Path, FileMode.Create, FileAccess.Write);
        stream.Write(octets);
        stream.Flush(flushToDisk: true);
    }

    /// <returns>What became of its messages, and the stores that were here and are damaged.</returns>
    private (RestoredStore? Store, IReadOnlyList<string> Damaged) RenewStore(PresentEnd present, RevocationMerge revocations)
    {
        if (_staged.Find(file => file.Target.Entry.Kind == BackupKind.Store) is not { } copy) return (null, []);
        _step("renew the store");

        // Read again: a service may have run since the start.
        var (images, damaged) = present.Stores();
        var store = StoreRestore.Renew(copy.Path, _plan.Role, images, restored => revocations.Remember(restored, images));
        return (store, damaged);
    }

    private void RefuseToKeepDamaged(IReadOnlyList<string> damaged)
    {
        if (!KeepStore || _plan.Store is not { } store || !damaged.Contains(store)) return;
        throw new BackupException(
            $"{store} is damaged: it cannot be kept in use. Without --keep-store that of the backup takes its place, and the "
            + "damaged one is kept in a folder beside.");
    }

    /// <summary>Keeps what will be replaced, lists the moves, and writes the list: that decides.</summary>
    private void Decide(PairingMerge pairings, RevocationMerge revocations)
    {
        foreach (var list in pairings.Lists()) MoveEnded(list, pairings.Ended);
        foreach (var file in pairings.Leftovers()) Remove(file);
        foreach (var file in _staged.OrderBy(file => file.Target.Entry.Kind == BackupKind.Configuration))
        {
            if (!pairings.IsWanted(file) || !revocations.IsWanted(file))
            {
                _stage.Drop(file.Path);
                continue;
            }

            // The log of another store must not be taken for this one's.
            if (file.Target.Entry.Kind == BackupKind.Store)
                foreach (var part in (string[])["-wal", "-shm"]) Remove(file.Target.Path + part);
            Move(file.Path, file.Target.Path);
        }

        _step("decide");
        new RestoreMoves(_plan.Configuration, _plan.Store, _moves).Save(_stage.Folder);
    }

    private void MoveEnded(string list, IReadOnlySet<string> lines)
    {
        var name = _stage.NameFor(list);
        using (var stream = _stage.Create(name))
        {
            stream.Write(EndedList.Write(lines));
            stream.Flush(flushToDisk: true);
        }

        FileOwner.Copy(File.Exists(list) ? list : Path.GetDirectoryName(list)!, name);
        Move(name, list);
    }

    private void Move(string from, string to)
    {
        // Whatever would stop a move has to show before it is decided.
        if (Directory.Exists(to)) throw new BackupException($"{to} is a folder, and a file has to go there: move it away first.");
        if (File.Exists(to) && to != _plan.Configuration) _stage.Keep(to);
        _moves.Add(new RestoreMove(from, to));
    }

    private void Remove(string path)
    {
        if (File.Exists(path)) _stage.Keep(path);
        _moves.Add(new RestoreMove(null, path));
    }
}
