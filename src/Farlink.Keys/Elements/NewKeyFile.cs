using System.Security.Cryptography;
using System.Text;
using Farlink.Keys.Files;

namespace Farlink.Keys.Elements;

/// <summary>Makes the key of a <see cref="FileElement"/>.</summary>
public static class NewKeyFile
{
    /// <summary>Makes a new P-256 key in a file with mode 0600, PKCS #8.</summary>
    /// <exception cref="KeyFileException">The file exists, or cannot be written.</exception>
    public static void Create(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n");
        PrivateFile.Write(path, pem);
        CryptographicOperations.ZeroMemory(pem);
    }
}
