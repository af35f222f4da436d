using System.Security.Cryptography;

namespace Farlink.Keys.Files;

/// <summary>A file with a 128-bit key shared by both ends of a link: 16 raw octets, mode 0600.</summary>
public static class LinkKeyFile
{
    /// <summary>Octets in the file.</summary>
    public const int KeyOctets = 16;

    /// <summary>Makes a new random key.</summary>
    /// <exception cref="KeyFileException">The file exists, or cannot be written.</exception>
    public static void Create(string path)
    {
        var key = RandomNumberGenerator.GetBytes(KeyOctets);
        PrivateFile.Write(path, key);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="KeyFileException">It is missing, others may read it, or it does not hold 16 octets.</exception>
    public static byte[] Read(string path)
    {
        var key = PrivateFile.Read(path);
        if (key.Length == KeyOctets) return key;

        var hint = key.Length is 32 or 33
            ? " It looks like hexadecimal text: turn it into octets with: xxd -r -p"
            : " Make one with: farlink key new FILE";
        throw new KeyFileException($"{path} has {key.Length} octets; a link key has exactly {KeyOctets} raw octets.{hint}");
    }
}
