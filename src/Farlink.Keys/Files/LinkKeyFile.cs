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

    /// <summary>
    /// Notes beside a key what it is used for, and refuses it for anything else: a key of two links, or one that RadioHead's
    /// blocks were encrypted with, protects neither. Where the folder cannot be written nothing is noted.
    /// </summary>
    /// <param name="path">The key file; the note is <c>FILE.use</c>.</param>
    /// <param name="use">In words: <c>link 3</c>, <c>radiohead</c>.</param>
    /// <exception cref="KeyFileException">It was used for something else.</exception>
    public static void Claim(string path, string use)
    {
        var note = $"{path}.use";
        if (!File.Exists(note))
        {
            try
            {
                PrivateFile.Write(note, System.Text.Encoding.UTF8.GetBytes(use));
                return;
            }
            catch (KeyFileException) when (!File.Exists(note))
            {
                return;
            }
            catch (KeyFileException)
            {
                // Another end on this host came first: what it noted counts.
            }
        }

        var before = System.Text.Encoding.UTF8.GetString(PrivateFile.Read(note)).Trim();
        if (before == use) return;
        throw new KeyFileException(
            $"{path} is the key of {Words(before)} (says {note}) and must not be that of {Words(use)} too. "
            + $"Make another one with: farlink key new FILE. If it never was used there, remove {note}");
    }

    private static string Words(string use) => use == "radiohead" ? "RadioHead's encryption" : use;

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
