using Farlink.Configuration;
using Farlink.Keys.Backup;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Store;
using Farlink.Storage;

namespace Farlink.Backup;

/// <summary>
/// What is on this host already of the end that is restored: where the backup puts things, where the present configuration has
/// them, and where they were when the backup was made.
/// </summary>
internal sealed class PresentEnd
{
    private readonly List<string> _stores;

    private PresentEnd(List<string> stores, List<string> endedLists)
    {
        _stores = stores;
        EndedLists = endedLists;
    }

    /// <summary>Where lists of ended pairings may be.</summary>
    public IReadOnlyList<string> EndedLists { get; }

    /// <summary>Finds out.</summary>
    public static PresentEnd Of(RestorePlan plan)
    {
        var config = ConfigOf(plan);
        var before = plan.Manifest.Files.Select(file => new RestoreTarget(file, file.Target(plan.Manifest.Folder))).ToList();
        List<string> lists =
        [
            .. plan.Targets.Concat(before).Where(target => target.Entry.Kind == BackupKind.Ended).Select(target => target.Path),
            .. plan.Targets.Concat(before).Where(target => target.Entry.Kind == BackupKind.Store)
                .Select(target => EndedList.Beside(target.Path)),
            .. plan.Targets.Concat(before).Where(target => target.Entry.Kind == BackupKind.Pairing)
                .Select(target => EndedList.In(Path.GetDirectoryName(target.Path)!)),
        ];
        if (config is not null) lists.AddRange([EndedList.Beside(config.StorePath), EndedList.In(config.Folder)]);
        string?[] stores = [plan.Store, config?.StorePath];
        return new PresentEnd(
            [.. stores.OfType<string>().Distinct(StringComparer.Ordinal)], [.. lists.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>
    /// The end whose configuration is there, in words, if it is another one than that of the backup; null if it is the same, or
    /// there is none.
    /// </summary>
    public static string? Other(RestorePlan plan)
    {
        if (ConfigOf(plan) is not { } there) return null;
        var role = there.Role.ToString().ToLowerInvariant();
        return role == plan.Manifest.Role && there.Name == plan.Manifest.Name ? null : $"{role} {there.Name}";
    }

    /// <summary>
    /// Reads the stores that are there. Each is opened, so that a service that runs is noticed. From a damaged one nothing is to
    /// be learned: it is as if it were not there.
    /// </summary>
    /// <returns>Their contents, and which ones are damaged.</returns>
    /// <exception cref="StoreException">One is in use.</exception>
    public (IReadOnlyList<StoreImage> Images, IReadOnlyList<string> Damaged) Stores()
    {
        List<StoreImage> images = [];
        List<string> damaged = [];
        foreach (var path in _stores.Where(File.Exists))
        {
            if (SqliteStore.TryRead(path) is { } image) images.Add(image);
            else damaged.Add(path);
        }

        return (images, damaged);
    }

    private static PairingConfig? ConfigOf(RestorePlan plan) => File.Exists(plan.Configuration)
        ? ConfigLoader.LoadPairing(plan.Configuration, Environment.GetEnvironmentVariables()).Config : null;
}
