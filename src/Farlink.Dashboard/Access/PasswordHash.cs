using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Farlink.Dashboard.Access;

/// <summary>
/// What a password is checked by: PBKDF2 with HMAC-SHA-256 (RFC 8018 §5.2), written
/// <c>pbkdf2-sha256$ITERATIONS$SALT$HASH</c> with both in base64.
/// </summary>
public sealed class PasswordHash
{
    /// <summary>Iterations of a new one: what OWASP's password storage cheat sheet asks for of PBKDF2-HMAC-SHA256.</summary>
    public const int UsualIterations = 600_000;

    /// <summary>Shortest password, in characters.</summary>
    public const int FewestCharacters = 8;

    /// <summary>Longest password, in characters.</summary>
    public const int MostCharacters = 1024;

    /// <summary>Fewer protect little; more would let a login take longer than anyone waits on a small host.</summary>
    private const int FewestIterations = 100_000, MostIterations = 10_000_000;

    private const string Scheme = "pbkdf2-sha256";
    private const int SaltOctets = 16, HashOctets = 32, MostSaltOctets = 64;

    private readonly int _iterations;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) => (_iterations, _salt, _hash) = (iterations, salt, hash);

    /// <summary>Makes one of a new password, with a salt of its own.</summary>
    /// <exception cref="ArgumentException">The password is too short or too long.</exception>
    public static PasswordHash Create(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (password.Length is < FewestCharacters or > MostCharacters)
        {
            throw new ArgumentException(
                $"A password has {FewestCharacters} to {MostCharacters} characters, this one {password.Length}.");
        }

        return Create(password, UsualIterations);
    }

    /// <summary>Reads one.</summary>
    /// <param name="text">As <see cref="ToString"/> writes it.</param>
    /// <param name="hash">What was read.</param>
    /// <returns>False if it is none, or too weak.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out PasswordHash? hash)
    {
        ArgumentNullException.ThrowIfNull(text);
        hash = null;
        var parts = text.Split('$');
        if (parts.Length != 4 || parts[0] != Scheme) return false;
        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)) return false;
        if (iterations is < FewestIterations or > MostIterations) return false;
        if (Decode(parts[2]) is not { Length: >= SaltOctets and <= MostSaltOctets } salt) return false;
        if (Decode(parts[3]) is not { Length: HashOctets } octets) return false;
        hash = new PasswordHash(iterations, salt, octets);
        return true;
    }

    /// <summary>Whether a password is the one. Takes long on purpose, and as long for a wrong one.</summary>
    public bool Verify(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (password.Length > MostCharacters) return false;
        return CryptographicOperations.FixedTimeEquals(Derive(password, _salt, _iterations), _hash);
    }

    /// <summary>As it is written in a configuration.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Scheme}${_iterations}${Convert.ToBase64String(_salt)}${Convert.ToBase64String(_hash)}");

    /// <summary>For tests, which do not wait as long.</summary>
    internal static PasswordHash CreateWeak(string password) => Create(password, FewestIterations);

    private static PasswordHash Create(string password, int iterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltOctets);
        return new PasswordHash(iterations, salt, Derive(password, salt, iterations));
    }

    private static byte[] Derive(string password, byte[] salt, int iterations) => Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, HashOctets);

    private static byte[]? Decode(string text)
    {
        var octets = new byte[MostSaltOctets];
        return Convert.TryFromBase64String(text, octets, out var length) ? octets[..length] : null;
    }
}
