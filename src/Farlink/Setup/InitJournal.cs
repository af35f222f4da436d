using System.Text;
using Farlink.Keys.Files;

namespace Farlink.Setup;

/// <summary>
/// The moves that are under way in a folder and what is still to be told, in a file of it with mode 0600, as pairs of texts with
/// NUL between: the one octet that no path has. It appears and goes in one step: before it nothing is changed, from then on
/// everything will be. The first of a pair is the path of a move's target, or a word for what is told.
/// </summary>
/// <param name="folder">The folder.</param>
internal sealed class InitJournal(string folder)
{
    private const string Name = ".farlink-init.journal";
    private const string Password = "password ", Wifi = "wifi ", Step = "step";

    private string FilePath => Path.Combine(folder, Name);

    /// <summary>Writes it.</summary>
    /// <exception cref="KeyFileException">It cannot be written; nothing has happened.</exception>
    public void Write(IReadOnlyList<InitMove> moves, InitClosing closing)
    {
        List<string> parts = [];
        foreach (var move in moves) parts.AddRange([move.Target, move.Backup]);
        foreach (var one in closing.Passwords) parts.AddRange([Password + one.Device, one.Password]);
        if (closing.Ssid is { } ssid) parts.AddRange([Wifi + ssid, closing.Passphrase ?? ""]);
        foreach (var step in closing.Steps) parts.AddRange([Step, step]);
        PrivateFile.Write(FilePath, Encoding.UTF8.GetBytes(string.Join('\0', parts)), replace: true);
    }

    /// <summary>Reads it; null: nothing is under way.</summary>
    /// <exception cref="KeyFileException">Somebody else wrote it, or it cannot be read.</exception>
    public (IReadOnlyList<InitMove> Moves, InitClosing Closing)? Read()
    {
        if (!File.Exists(FilePath)) return null;

        // It says which files are moved where: another user's must not be believed.
        if (!FileOwner.IsOwn(FilePath))
            throw new KeyFileException($"{FilePath} belongs to another user. Run farlink init as that user, or remove it.");
        var parts = Encoding.UTF8.GetString(PrivateFile.Read(FilePath)).Split('\0');
        var pairs = parts.Chunk(2).Where(pair => pair.Length == 2).Select(pair => (Key: pair[0], Value: pair[1])).ToList();
        IReadOnlyList<InitMove> moves =
            [.. pairs.Where(pair => pair.Key.StartsWith('/')).Select(pair => new InitMove(pair.Key, pair.Value))];
        var closing = new InitClosing
        {
            Passwords = [.. Told(pairs, Password).Select(one => new DevicePassword(one.Name, one.Value))],
            Ssid = Told(pairs, Wifi).Select(one => one.Name).FirstOrDefault(),
            Passphrase = Told(pairs, Wifi).Select(one => one.Value).FirstOrDefault(value => value.Length > 0),
            Steps = [.. pairs.Where(pair => pair.Key == Step).Select(pair => pair.Value)],
        };
        return (moves, closing);
    }

    /// <summary>All is done and told.</summary>
    public void Remove() => File.Delete(FilePath);

    private static IEnumerable<(string Name, string Value)> Told(List<(string Key, string Value)> pairs, string word) => pairs
        .Where(pair => pair.Key.StartsWith(word, StringComparison.Ordinal)).Select(pair => (pair.Key[word.Length..], pair.Value));
}
