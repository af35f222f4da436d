using System.Text;
using Farlink.Keys.Files;

namespace Farlink.Keys.Pairing;

/// <summary>
/// A person's wish that a site go on with another key: a file beside its pairing, which a running site finds. It stays until
/// the new key has worked.
/// </summary>
/// <param name="folder">The site's pairings.</param>
public sealed class RekeyRequest(PairingFolder folder)
{
    /// <summary>Its name in the folder.</summary>
    internal const string Name = "rekey.request";

    private string Path => System.IO.Path.Combine(folder.Path, Name);

    /// <summary>The URI of the new key; null if nobody wants one.</summary>
    /// <exception cref="KeyFileException">The file cannot be read.</exception>
    public string? Element => File.Exists(Path) ? Encoding.UTF8.GetString(PrivateFile.Read(Path)).Trim() : null;

    /// <summary>Asks for it.</summary>
    /// <exception cref="KeyFileException">The file cannot be written.</exception>
    public void Make(string element) => PrivateFile.Write(Path, Encoding.UTF8.GetBytes(element + "\n"), replace: true);

    /// <summary>It is done.</summary>
    public void Clear() => File.Delete(Path);
}
