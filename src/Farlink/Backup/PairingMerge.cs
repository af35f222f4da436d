using Farlink.Keys.Backup;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Session;

namespace Farlink.Backup;

/// <summary>
/// Pairings of a backup among those that are there: what was ended stays ended, whichever list knows of it; a pairing that was
/// made since then stays.
/// </summary>
internal sealed class PairingMerge
{
    private readonly RestorePlan _plan;
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private readonly List<PairingRecord> _records = [];
    private readonly List<string> _refused = [];
    private readonly HashSet<string> _dropped = new(StringComparer.Ordinal);

    /// <summary>Reads what the backup brings.</summary>
    /// <param name="plan">Where it goes.</param>
    /// <param name="staged">Its files.</param>
    /// <param name="present">What is there.</param>
    /// <exception cref="PairingException">A pairing of the backup is damaged.</exception>
    /// <exception cref="KeyFileException">A list of ended pairings cannot be read.</exception>
    public PairingMerge(RestorePlan plan, IReadOnlyList<StagedFile> staged, PresentEnd present)
    {
        _plan = plan;
        _ended.UnionWith(EndedList.Read(present.EndedLists));
        foreach (var list in staged.Where(file => file.Target.Entry.Kind == BackupKind.Ended))
            _ended.UnionWith(EndedList.Lines(File.ReadAllBytes(list.Path)));
        foreach (var file in staged.Where(file => file.Target.Entry.Kind == BackupKind.Pairing)) Take(file);
    }

    /// <summary>Lines of everything that was ever ended.</summary>
    public IReadOnlySet<string> Ended => _ended;

    /// <summary>The other ends that are paired again by this restore, for people.</summary>
    public IReadOnlyList<string> Paired => [.. _records.Select(Words)];

    /// <summary>The other ends that are not, because their pairing was ended.</summary>
    public IReadOnlyList<string> Refused => _refused;

    /// <summary>The lists of ended pairings that have to be written.</summary>
    public IEnumerable<string> Lists()
    {
        if (_ended.Count == 0) return [];
        string?[] beside = [_plan.Store is { } store ? EndedList.Beside(store) : null];
        return beside.OfType<string>().Concat(_plan.PairingFolders.Select(EndedList.In))
            .Concat(_plan.Targets.Where(target => target.Entry.Kind == BackupKind.Ended).Select(target => target.Path))
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>Whether a file is put into its place.</summary>
    public bool IsWanted(StagedFile file) => file.Target.Entry.Kind switch
    {
        BackupKind.Ended => false,
        BackupKind.Pairing => !_dropped.Contains(file.Target.Path),

        // What a re-key has there is newer; of a pairing that is not restored it means nothing.
        BackupKind.Rekey => !file.Target.Exists && !_dropped.Contains(PairingFiles.PairingOf(file.Target.Path)),
        _ => true,
    };

    /// <summary>Files of pairings that have to go: a site has one.</summary>
    public IEnumerable<string> Leftovers()
    {
        if (_plan.Role != LinkRole.Site || _records.Count == 0) return [];
        var wanted = _plan.Targets.Select(target => target.Path).Where(path => !_dropped.Contains(path)).ToHashSet();
        return _plan.PairingFolders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder))
            .Where(file => PairingFiles.IsPairing(file) && !wanted.Contains(file)).ToList();
    }

    private void Take(StagedFile file)
    {
        var record = PairingFiles.Parse(File.ReadAllBytes(file.Path), file.Target.Path);
        if (!EndedList.Has(_ended, record))
        {
            _records.Add(record);
            return;
        }

        _refused.Add(Words(record));
        _dropped.Add(file.Target.Path);
    }

    private string Words(PairingRecord record) => $"{record.Peer(_plan.Role).ShownName} (link {record.Link})";
}
