using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Backup;
using Farlink.Keys.Certificates;
using Farlink.Protocol.Store;
using Farlink.Runtime.Notices;

namespace Farlink.Backup;

/// <summary>
/// Lists of revocations of a backup, beside those that are there: the higher number of a CA wins, so that nobody is let in
/// again by an old list. Which CA a list is of its signature shows.
/// </summary>
internal sealed class RevocationMerge : IDisposable
{
    private readonly List<X509Certificate2> _authorities = [];
    private readonly List<string> _files = [];
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];

    /// <summary>Compares them.</summary>
    /// <param name="plan">Where the backup's files go.</param>
    /// <param name="staged">Its files, but for those that are there unchanged.</param>
    public RevocationMerge(RestorePlan plan, IReadOnlyList<StagedFile> staged)
    {
        var paths = staged.ToDictionary(file => file.Target.Path, file => file.Path, StringComparer.Ordinal);
        foreach (var target in plan.Targets.Where(target => target.Entry.Kind == BackupKind.Certificate))
            ReadAuthority(paths.GetValueOrDefault(target.Path, target.Path));
        foreach (var target in plan.Targets.Where(target => target.Entry.Kind == BackupKind.Revocations))
        {
            if (target.Exists) _files.Add(target.Path);
            if (!paths.TryGetValue(target.Path, out var path)) continue;
            _files.Add(path);
            Compare(target, path);
        }
    }

    /// <summary>Which list is in force afterwards, for people; a line for each.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>Whether a list of the backup is put into its place.</summary>
    public bool IsWanted(StagedFile file) => !_kept.Contains(file.Target.Path);

    /// <summary>What a restored store is to remember.</summary>
    /// <param name="restored">The store of the backup.</param>
    /// <param name="present">Those that are there.</param>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Remember(StoreImage restored, IReadOnlyList<StoreImage> present)
    {
        var remembered = present.Prepend(restored).Select(RestoredMemory.ListIn).OfType<ReadOnlyMemory<byte>>().ToList();
        var own = _authorities.Find(authority => remembered.Exists(der => Parse(der, authority) is not null));
        var lists = own is null ? []
            : remembered.Select(der => Parse(der, own)).Concat(_files.Select(path => Read(path, own)));
        return RestoredMemory.Merge(restored, present, lists.OfType<RevocationList>());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var authority in _authorities) authority.Dispose();
    }

    private void ReadAuthority(string path)
    {
        try
        {
            _authorities.Add(PemFiles.ReadCertificate(path));
        }
        catch (PkiException)
        {
            // It was no certificate when the backup was made either: the service says so.
        }
    }

    private void Compare(RestoreTarget target, string path)
    {
        foreach (var authority in _authorities)
        {
            if (Read(path, authority) is not { } brought) continue;
            if (target.Exists && Read(target.Path, authority) is { } there && there.Number > brought.Number)
            {
                _kept.Add(target.Path);
                _words.Add($"{target.Path}: number {there.Number}, which is here; the backup has {brought.Number}");
            }
            else
            {
                _words.Add($"{target.Path}: number {brought.Number}, of {brought.From.UtcDateTime:yyyy-MM-dd}");
            }

            return;
        }
    }

    private static RevocationList? Read(string path, X509Certificate2 authority)
    {
        try
        {
            return RevocationList.Read(path, authority);
        }
        catch (PkiException)
        {
            return null;
        }
    }

    private static RevocationList? Parse(ReadOnlyMemory<byte> der, X509Certificate2 authority)
    {
        try
        {
            return RevocationList.Parse(der, authority, "the list in a store");
        }
        catch (PkiException)
        {
            return null;
        }
    }
}
