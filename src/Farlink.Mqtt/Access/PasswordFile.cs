using System.Security.Cryptography;
using System.Text;
using Farlink.Protocol.Text;

namespace Farlink.Mqtt.Access;

/// <summary>
/// Users and passwords in mosquitto's format, so that a file made by <c>mosquitto_passwd</c> works: a line a user,
/// <c>name:$7$ROUNDS$SALT$HASH</c>, PBKDF2-HMAC-SHA512. Thread-safe.
/// </summary>
public sealed class PasswordFile
{
    /// <summary>Rounds that mosquitto uses, and so do we for new entries.</summary>
    public const int Rounds = 101;

    /// <summary>Most rounds accepted from a file: more would let one login hold a core for seconds.</summary>
    public const int MostRounds = 1_000_000;

    private const int SaltOctets = 12;
    private const int HashOctets = 64;

    private static readonly Entry Nobody = new(Rounds, new byte[SaltOctets], new byte[HashOctets]);
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Users in the file.</summary>
    public IReadOnlyCollection<string> Users => _entries.Keys;

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">The file's name, for errors.</param>
    /// <exception cref="AccessFileException">A line is not of the format, or a user stands twice.</exception>
    public static PasswordFile Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var file = new PasswordFile();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r');
            if (line.Length == 0 || line.StartsWith('#')) continue;
            var (user, entry) = ParseLine(line, source, number);
            if (!file._entries.TryAdd(user, entry))
                throw new AccessFileException(source, number, $"user '{Printable.Escape(user)}' stands twice");
        }

        return file;
    }

    /// <summary>Whether there is a user of that name.</summary>
    public bool Contains(string user) => _entries.ContainsKey(user);

    /// <summary>Adds a user, or gives one a new password.</summary>
    public void Set(string user, string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var salt = RandomNumberGenerator.GetBytes(SaltOctets);
        _entries[user] = new Entry(Rounds, salt, Hash(Encoding.UTF8.GetBytes(password), salt, Rounds));
    }

    /// <summary>Whether user and password belong together. Takes as long for a user who does not exist.</summary>
    public bool Verify(string? user, ReadOnlySpan<byte> password)
    {
        var known = _entries.TryGetValue(user ?? string.Empty, out var entry);
        entry = known ? entry! : Nobody;
        var matches = CryptographicOperations.FixedTimeEquals(Hash(password, entry.Salt, entry.Rounds), entry.Hash);
        return known && matches;
    }

    /// <summary>The text for a file.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (user, entry) in _entries.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append($"{user}:$7${entry.Rounds}${Convert.ToBase64String(entry.Salt)}${Convert.ToBase64String(entry.Hash)}\n");
        return text.ToString();
    }

    private static (string User, Entry Entry) ParseLine(string line, string source, int number)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1) throw new AccessFileException(source, number, "expected user:$7$ROUNDS$SALT$HASH");
        var parts = line[(colon + 1)..].Split('$');
        if (parts is ["", "6", ..])
            throw new AccessFileException(
                source, number, "this is mosquitto's old $6$ form; make the entry again with mosquitto_passwd 2.0");
        if (parts is not ["", "7", var rounds, var salt, var hash])
            throw new AccessFileException(
                source, number, "the password is not in mosquitto's $7$ form; make the file with mosquitto_passwd");
        if (!int.TryParse(rounds, out var count) || count is < 1 or > MostRounds)
            throw new AccessFileException(source, number, $"the number of rounds must be 1 to {MostRounds}");
        try
        {
            var entry = new Entry(count, Convert.FromBase64String(salt), Convert.FromBase64String(hash));
            if (entry.Hash.Length != HashOctets)
                throw new AccessFileException(source, number, $"the hash must have {HashOctets} octets");
            return (line[..colon], entry);
        }
        catch (FormatException)
        {
            throw new AccessFileException(source, number, "salt and hash must be base64");
        }
    }

    private static byte[] Hash(ReadOnlySpan<byte> password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA512, HashOctets);

    private sealed record Entry(int Rounds, byte[] Salt, byte[] Hash);
}
