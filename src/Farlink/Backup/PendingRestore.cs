using Farlink.Host.Files;
using Farlink.Keys.Backup;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Storage;

namespace Farlink.Backup;

/// <summary>
/// Carries out the moves of a restore. Interrupted at any point it is begun again from the start, by whoever comes next: each
/// move is done or not done, and none is done twice.
/// </summary>
internal static class PendingRestore
{
    /// <summary>Whether a restore of this configuration was interrupted after it was decided.</summary>
    public static bool Exists(string configuration) =>
        RestoreMoves.Exist(RestoreStage.FolderOf(Path.GetFullPath(configuration)));

    /// <summary>Whether this user began it. Nobody else may finish it: root would move what that user says.</summary>
    public static bool IsOwn(string configuration) =>
        RestoreMoves.AreOwn(RestoreStage.FolderOf(Path.GetFullPath(configuration)));

    /// <summary>Whether its list of moves is damaged: nobody can finish it, but another restore puts everything right.</summary>
    public static bool IsDamaged(string configuration) =>
        RestoreMoves.AreDamaged(RestoreStage.FolderOf(Path.GetFullPath(configuration)));

    /// <summary>Forgets one that nobody can finish.</summary>
    /// <param name="configuration">The configuration's file.</param>
    /// <param name="step">Told before each change of the disk.</param>
    /// <returns>The folder with what it had replaced; null if there is nothing.</returns>
    /// <exception cref="BackupException">Another program is at it.</exception>
    public static string? Drop(string configuration, Action<string> step)
    {
        configuration = Path.GetFullPath(configuration);
        var stage = RestoreStage.FolderOf(configuration);
        using var alone = RestoreStage.Alone(stage);
        var aside = KeepBefore(configuration, step);
        step("forget the damaged list");
        FolderSync.Of(Path.GetDirectoryName(configuration)!);
        RestoreMoves.Forget(stage);
        return aside;
    }

    /// <summary>Finishes it.</summary>
    /// <param name="configuration">The configuration's file.</param>
    /// <param name="step">Told before each change of the disk.</param>
    /// <returns>The folder with what was replaced; null if nothing was.</returns>
    /// <exception cref="BackupException">Another program is at it, or it cannot be finished by this user.</exception>
    /// <exception cref="StoreException">A service runs: nothing is changed, and the restore is forgotten.</exception>
    public static string? Finish(string configuration, Action<string> step)
    {
        configuration = Path.GetFullPath(configuration);
        var stage = RestoreStage.FolderOf(configuration);
        try
        {
            using var alone = RestoreStage.Alone(stage);
            var moves = RestoreMoves.Load(stage);
            if (moves.Configuration != configuration)
                throw new BackupException($"{stage} is of a restore of {moves.Configuration}: finish it under that name.");

            // Its staged file is gone: the configuration is in its place, so everything is.
            if (File.Exists(moves.Moves[^1].From)) CarryOut(moves, stage, step);
            return CleanUp(configuration, stage, step);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(
                $"A restore of {configuration} was interrupted and cannot be finished here: {failure.Message} "
                + "Say farlink restore again, as you did.", failure);
        }
    }

    private static void CarryOut(RestoreMoves moves, string stage, Action<string> step)
    {
        var kept = RestoreStage.KeptAs(moves.Configuration, moves.Configuration);
        if (File.Exists(moves.Configuration))
        {
            step("take the configuration away");
            Directory.CreateDirectory(Path.GetDirectoryName(kept)!, RestoreStage.OwnerOnly);
            File.Move(moves.Configuration, kept, overwrite: true);
        }

        RefuseRunning(moves, kept, stage, step);
        foreach (var (from, to) in moves.Moves)
        {
            // That the configuration is in its place says that all is done: so the disk must not have it before the rest.
            if (to == moves.Configuration) moves.SyncPlaces();
            step($"move to {to}");
            if (from is null) File.Delete(to);
            else if (File.Exists(from)) Move(from, to);
        }
    }

    /// <summary>What was ended since the list was prepared stays ended; from here on nobody can end anything.</summary>
    private static void Move(string from, string to)
    {
        if (EndedList.Is(to) && File.Exists(to) && !EndedList.Read([from]).IsSupersetOf(EndedList.Read([to])))
        {
            PrivateFile.Write(from, EndedList.Write(EndedList.Read([from, to])), replace: true);
            FileOwner.Copy(to, from);
        }

        File.Move(from, to, overwrite: true);
    }

    /// <summary>
    /// Without its configuration no service starts any more; one that runs holds the store. Then everything is as it was: nothing
    /// has been moved yet.
    /// </summary>
    private static void RefuseRunning(RestoreMoves moves, string kept, string stage, Action<string> step)
    {
        if (moves.Store is null || !File.Exists(moves.Store)) return;
        try
        {
            step("look whether the store is in use");
            _ = SqliteStore.TryRead(moves.Store);
        }
        catch (StoreException) when (moves.Moves.All(move => move.From is null || File.Exists(move.From)))
        {
            if (File.Exists(kept)) File.Move(kept, moves.Configuration, overwrite: true);
            RestoreMoves.Forget(stage);
            throw;
        }
    }

    /// <summary>What was replaced is kept; the staging folder goes away.</summary>
    private static string? CleanUp(string configuration, string stage, Action<string> step)
    {
        var aside = KeepBefore(configuration, step);
        step("forget the moves");
        FolderSync.Of(Path.GetDirectoryName(configuration)!);
        RestoreMoves.Forget(stage);
        step($"remove {stage}");
        Directory.Delete(stage, recursive: true);
        return aside;
    }

    /// <summary>What was replaced gets a name of its own beside the configuration; null if nothing was.</summary>
    private static string? KeepBefore(string configuration, Action<string> step)
    {
        var before = RestoreStage.BeforeOf(configuration);
        if (!Directory.Exists(before)) return null;
        var number = 1;
        while (Directory.Exists(AsideOf(configuration, number))) number++;
        var aside = AsideOf(configuration, number);
        step($"keep {aside}");
        Directory.Move(before, aside);
        return aside;
    }

    private static string AsideOf(string configuration, int number) =>
        Path.Combine(Path.GetDirectoryName(configuration)!, $"before-restore-{number}");
}
