using System.Buffers;
using System.Text.Json;
using Farlink.Host.Files;
using Farlink.Keys.Backup;
using Farlink.Keys.Files;

namespace Farlink.Backup;

/// <summary>
/// The list of moves that makes a restore one step: until it is written nothing has changed, and from then on the restore is
/// done, if need be by the next command or service that comes. The configuration goes first and comes last: in between nothing
/// can start on half of it.
/// </summary>
/// <param name="Configuration">The configuration's file.</param>
/// <param name="Store">The store that must not be in use; null if there is none.</param>
/// <param name="Moves">In this order; the last one is the configuration.</param>
internal sealed record RestoreMoves(string Configuration, string? Store, IReadOnlyList<RestoreMove> Moves)
{
    private const int Version = 1;
    private const string Name = "moves";

    /// <summary>Whether there is one for a staging folder.</summary>
    public static bool Exist(string stage) => File.Exists(Path.Combine(stage, Name));

    /// <summary>Whether this user wrote the one that there is.</summary>
    public static bool AreOwn(string stage) => FileOwner.IsOwn(Path.Combine(stage, Name));

    /// <summary>
    /// Writes it. What was prepared is on the disk before, wherever it is, and the list itself before any move.
    /// </summary>
    /// <exception cref="BackupException">It is too long to be read again.</exception>
    public void Save(string stage)
    {
        var octets = ToJson();
        if (octets.Length > PrivateFile.MostOctets) throw new BackupException($"{Moves.Count} files are too many for a restore.");
        Sync([.. Moves.Select(move => move.From).OfType<string>(), stage]);
        PrivateFile.Write(Path.Combine(stage, Name), octets, replace: true);
        FolderSync.Of(stage);
    }

    /// <summary>Brings to the disk what was moved.</summary>
    public void SyncPlaces() => Sync(Moves.Select(move => move.To));

    /// <summary>Takes it away: the restore is done, or is not to be.</summary>
    public static void Forget(string stage) => File.Delete(Path.Combine(stage, Name));

    /// <summary>Whether this user wrote the one that there is, and nobody can read it any more.</summary>
    public static bool AreDamaged(string stage) => Exist(stage) && AreOwn(stage) && TryLoad(stage, out _) is null;

    /// <summary>Reads it.</summary>
    /// <exception cref="BackupException">It is damaged, or of another user.</exception>
    public static RestoreMoves Load(string stage)
    {
        var path = Path.Combine(stage, Name);
        if (!AreOwn(stage))
            throw new BackupException($"{path} is of a restore that another user began: let that user finish it.");
        return TryLoad(stage, out var damage) ?? throw new BackupException(
            $"{path} is damaged ({damage}), so that restore cannot be finished: restore anew from the backup, with: "
            + "farlink restore FILE --replace, and -c or --to as before.");
    }

    private static RestoreMoves? TryLoad(string stage, out string damage)
    {
        damage = string.Empty;
        var path = Path.Combine(stage, Name);
        try
        {
            using var document = JsonDocument.Parse(PrivateFile.Read(path));
            var root = document.RootElement;
            if (root.GetProperty("farlink_restore").GetInt32() != Version) throw new FormatException("another version");
            List<RestoreMove> moves =
            [
                .. root.GetProperty("moves").EnumerateArray().Select(move => new RestoreMove(
                    Text(move, "from"), Text(move, "to") ?? throw new FormatException("no place"))),
            ];
            if (moves.Count == 0) throw new FormatException("no moves");
            return new RestoreMoves(
                Text(root, "configuration") ?? throw new FormatException("no configuration"), Text(root, "store"), moves);
        }
        catch (Exception failure) when (failure is JsonException or FormatException or KeyNotFoundException
            or InvalidOperationException)
        {
            damage = failure.Message;
            return null;
        }
    }

    /// <summary>A loss of power may undo renames, on each file system by itself.</summary>
    private static void Sync(IEnumerable<string> files)
    {
        foreach (var folder in files.Select(file => Path.GetDirectoryName(file)!).Distinct(StringComparer.Ordinal))
            if (Directory.Exists(folder)) FolderSync.Of(folder);
    }

    private byte[] ToJson()
    {
        var octets = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(octets))
        {
            json.WriteStartObject();
            json.WriteNumber("farlink_restore", Version);
            json.WriteString("configuration", Configuration);
            json.WriteString("store", Store);
            json.WriteStartArray("moves");
            foreach (var move in Moves)
            {
                json.WriteStartObject();
                json.WriteString("from", move.From);
                json.WriteString("to", move.To);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return octets.WrittenSpan.ToArray();
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
