using Farlink.Keys.Files;
using Farlink.Protocol.Session;

namespace Farlink.Keys.Pairing;

/// <summary>
/// The pairings of one end: a folder, 0700, with a file a pairing, 0600, and a list of those that were ended. One on the list is
/// refused even if its file comes back, from a backup for example. The list is kept beside the store as well, so that an old
/// copy of the whole folder brings nobody back.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="role">Whose it is.</param>
/// <param name="store">The end's store, beside which the second list is; null: there is none.</param>
public sealed class PairingFolder(string path, LinkRole role, string? store = null)
{
    /// <summary>How the name of a pairing's file ends.</summary>
    internal const string Ending = ".pairing.json";

    /// <summary>How the name of a file ends that a re-key is about to put in the place of one.</summary>
    internal const string NextEnding = ".next.json";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>All pairings in force, by link id.</summary>
    /// <exception cref="PairingException">A file is damaged, or two have one link id.</exception>
    /// <exception cref="KeyFileException">A file cannot be read, or others may read it.</exception>
    public IReadOnlyList<PairingRecord> Load()
    {
        if (!Directory.Exists(path)) return [];
        var ended = Ended();
        List<PairingRecord> records = [];
        foreach (var file in Directory.EnumerateFiles(path, "*" + Ending).Order(StringComparer.Ordinal))
        {
            var record = PairingJson.ReadRecord(PrivateFile.Read(file), file);
            if (EndedList.Has(ended, record)) continue;
            if (records.Find(other => other.Link == record.Link) is { } other)
            {
                throw new PairingException(
                    $"{file}: link id {record.Link} is that of {other.Peer(role).ShownName} too. Remove one of the two files.");
            }

            records.Add(record);
        }

        return [.. records.OrderBy(record => record.Link)];
    }

    /// <summary>Keeps a pairing.</summary>
    /// <param name="record">The pairing.</param>
    /// <param name="replace">Whether one of this name or link id, with another key, is ended for it.</param>
    /// <exception cref="PairingException">There is one already.</exception>
    public void Add(PairingRecord record, bool replace)
    {
        ArgumentNullException.ThrowIfNull(record);
        Create();
        using var hold = FolderLock.Take(path);
        Check(record, replace);
        var before = Load().Where(other => IsInTheWay(other, record.Link, record.Peer(role))).ToList();

        // The new one first: whoever looks in between must not find the end gone.
        PrivateFile.Write(FileOf(record), PairingJson.Write(record), replace: true);
        foreach (var other in before)
        {
            End(other);
            File.Delete(NextFileOf(other.Link));
        }
    }

    /// <summary>The pairing that a re-key is about to put in the place of one; null if there is none that follows it.</summary>
    /// <exception cref="PairingException">Its file is damaged.</exception>
    /// <exception cref="KeyFileException">Its file cannot be read.</exception>
    public PairingRecord? Next(byte link) =>
        Draft(link) is { } draft && InForce(link) is { } record && draft.Follows == record.Id ? draft : null;

    /// <summary>Keeps the next pairing of a link beside the one in force, until a session has proven it.</summary>
    /// <param name="next">The next pairing.</param>
    /// <returns>It, bound to the one that it follows.</returns>
    /// <exception cref="PairingException">There is no pairing in force that it could follow.</exception>
    public PairingRecord AddNext(PairingRecord next)
    {
        ArgumentNullException.ThrowIfNull(next);
        using var hold = FolderLock.Take(path);
        var record = InForce(next.Link) ?? throw new PairingException($"Link {next.Link} is not paired.");
        next = next with { Follows = record.Id };
        PrivateFile.Write(NextFileOf(next.Link), PairingJson.Write(next), replace: true);
        return next;
    }

    /// <summary>
    /// A session has proven the next pairing: it is the one in force, and the one before is ended for good. Called again after
    /// a crash it does the rest.
    /// </summary>
    public void Promote(byte link)
    {
        using var hold = FolderLock.Take(path);
        if (Draft(link) is not { Follows: { } before } draft || InForce(link) is not { } record) return;

        // The new one takes the file of the old one in one step: whatever happens, one of them is there.
        if (record.Id == before) PrivateFile.Write(FileOf(draft), PairingJson.Write(draft), replace: true);
        else if (record.Id != draft.Id) return;
        List(before, link);
        File.Delete(NextFileOf(link));
    }

    /// <summary>Whether <see cref="Add"/> would take it.</summary>
    /// <exception cref="PairingException">It would not.</exception>
    public void Check(PairingRecord record, bool replace)
    {
        ArgumentNullException.ThrowIfNull(record);
        Check(record.Link, record.Peer(role), replace);
    }

    /// <summary>Whether <see cref="Add"/> would take a pairing with this end.</summary>
    /// <param name="link">The link id.</param>
    /// <param name="peer">The other end.</param>
    /// <param name="replace">Whether an older one may be ended for it.</param>
    /// <exception cref="PairingException">It would not.</exception>
    public void Check(byte link, PairedEnd peer, bool replace)
    {
        ArgumentNullException.ThrowIfNull(peer);
        foreach (var other in Load())
        {
            if (replace || !IsInTheWay(other, link, peer)) continue;
            if (other.Peer(role).Point.Span.SequenceEqual(peer.Point.Span) && other.Peer(role).Name == peer.Name) continue;
            throw new PairingException(
                $"{Words(other)} is paired already, with another key or name. If it was exchanged on purpose, say --replace; "
                + "if not, somebody may be trying to take its place.");
        }
    }

    /// <summary>Ends a pairing for good.</summary>
    /// <param name="name">The other end's name, or the link id.</param>
    /// <returns>What was ended.</returns>
    /// <exception cref="PairingException">There is none of that name.</exception>
    public PairingRecord End(string name)
    {
        if (Directory.Exists(path))
        {
            using var hold = FolderLock.Take(path);
            return EndOf(name);
        }

        return EndOf(name);
    }

    private PairingRecord EndOf(string name)
    {
        var known = Load();
        var record = known.FirstOrDefault(one => one.Peer(role).Name == name)
            ?? known.FirstOrDefault(one => one.Link.ToString(System.Globalization.CultureInfo.InvariantCulture) == name)
            ?? throw new PairingException(
                $"Nothing called \"{Protocol.Text.Printable.Escape(name)}\" is paired. "
                + (known.Count == 0 ? "There is no pairing at all." : $"Paired: {string.Join(", ", known.Select(Words))}."));
        End(record);
        File.Delete(NextFileOf(record.Link));
        return record;
    }

    /// <summary>The lowest link id that is free, at a base; one that was never used if there is any.</summary>
    /// <param name="taken">Ids that are taken by links with shared keys.</param>
    /// <exception cref="PairingException">All 255 are in use.</exception>
    public byte FreeLink(IReadOnlyCollection<byte> taken)
    {
        var known = Load();
        var used = Ended().Select(line => line.Split(' ')).Where(parts => parts.Length == 2)
            .Select(parts => parts[1]).ToHashSet();

        // What waits for a site that is gone, and how far its counters went, is kept by link id: another site gets another.
        foreach (var mayBeUsed in new[] { false, true })
        {
            for (var id = 1; id <= byte.MaxValue; id++)
            {
                var name = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
                if (taken.Contains((byte)id) || known.Any(record => record.Link == id)) continue;
                if (mayBeUsed || !used.Contains(name)) return (byte)id;
            }
        }

        throw new PairingException("All 255 link ids are in use: a base serves no more sites.");
    }

    /// <summary>The lists of what was ended.</summary>
    private string[] EndedLists =>
        store is null ? [EndedList.In(path)] : [EndedList.In(path), EndedList.Beside(store)];

    /// <summary>Lines of what was ended: id, and link. What one list has lost the other one knows.</summary>
    private IReadOnlySet<string> Ended() => EndedList.Read(EndedLists);

    private PairingRecord? InForce(byte link) => Load().FirstOrDefault(record => record.Link == link);

    private PairingRecord? Draft(byte link)
    {
        var file = NextFileOf(link);
        return File.Exists(file) ? PairingJson.ReadRecord(PrivateFile.Read(file), file) : null;
    }

    private void List(string id, byte link)
    {
        var list = EndedList.Write(Ended().Append($"{id} {link}").Distinct());
        foreach (var file in EndedLists) PrivateFile.Write(file, list, replace: true);
    }

    private void End(PairingRecord record)
    {
        // The list first: a crash between the two must not leave a pairing that was ended.
        List(record.Id, record.Link);
        foreach (var file in Directory.EnumerateFiles(path, "*" + Ending).ToArray())
            if (IsOf(file, record)) File.Delete(file);
    }

    /// <summary>Another file that is damaged is no reason to let this one in again.</summary>
    private static bool IsOf(string file, PairingRecord record)
    {
        try
        {
            return PairingJson.ReadRecord(PrivateFile.Read(file), file).Id == record.Id;
        }
        catch (Exception damaged) when (damaged is PairingException or KeyFileException)
        {
            return false;
        }
    }

    private bool IsInTheWay(PairingRecord other, byte link, PairedEnd peer) =>
        role == LinkRole.Site || other.Link == link || other.Site.Name == peer.Name
        || other.Site.Point.Span.SequenceEqual(peer.Point.Span);

    /// <summary>Makes the folder, if it is not there.</summary>
    internal void Create()
    {
        try
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PairingException($"Cannot make the folder {path}: {failure.Message}", failure);
        }
    }

    private string FileOf(PairingRecord record) => System.IO.Path.Combine(path, $"{record.Link:D3}{Ending}");

    private string NextFileOf(byte link) => System.IO.Path.Combine(path, $"{link:D3}{NextEnding}");

    private string Words(PairingRecord record) => $"{record.Peer(role).ShownName} (link {record.Link})";
}
