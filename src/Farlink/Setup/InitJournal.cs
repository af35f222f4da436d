using System.Text;
using Farlink.Keys.Files;

namespace Farlink.Setup;

/// <summary>
/// The moves that are under way in a folder, in a file of it, as texts with NUL between: the one octet that no path has. It
/// appears and goes in one step: before it nothing is changed, from then on everything will be.
/// </summary>
/// <param name="folder">The folder.</param>
internal sealed class InitJournal(string folder)
{
    private const string Name = ".farlink-init.journal";

    private string FilePath => Path.Combine(folder, Name);

    /// <summary>Writes it.</summary>
    /// <exception cref="KeyFileException">It cannot be written; nothing has happened.</exception>
    public void Write(IReadOnlyList<InitMove> moves)
    {
        var text = string.Join('\0', moves.Select(move => $"{move.Target}\0{move.Backup}"));
        PrivateFile.Write(FilePath, Encoding.UTF8.GetBytes(text), replace: true);
    }

    /// <summary>Reads it; null: nothing is under way.</summary>
    /// <exception cref="KeyFileException">Somebody else wrote it, or it cannot be read.</exception>
    public IReadOnlyList<InitMove>? Read()
    {
        if (!File.Exists(FilePath)) return null;

        // It says which files are moved where: another user's must not be believed.
        if (!FileOwner.IsOwn(FilePath))
            throw new KeyFileException($"{FilePath} belongs to another user. Run farlink init as that user, or remove it.");
        var parts = Encoding.UTF8.GetString(PrivateFile.Read(FilePath)).Split('\0');
        return [.. parts.Chunk(2).Where(pair => pair.Length == 2).Select(pair => new InitMove(pair[0], pair[1]))];
    }

    /// <summary>All is done.</summary>
    public void Remove() => File.Delete(FilePath);
}
