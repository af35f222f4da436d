namespace Farlink.Keys.Certificates;

/// <summary>
/// Where a private CA keeps its files, under the names of the seed: <c>ecc.NAME.cert.pem</c>, <c>ecc.NAME.key.pem</c>.
/// </summary>
/// <param name="Path">The folder.</param>
public sealed record PkiFolder(string Path)
{
    /// <summary>Longest NAME in a file's name.</summary>
    public const int LongestName = 100;

    private const string CaName = "ca";

    /// <summary>The CA's certificate: given to every broker and device.</summary>
    public string CaCertificate => Certificate(CaName);

    /// <summary>The CA's key: encrypted, and kept off sites and devices.</summary>
    public string CaKey => Key(CaName);

    /// <summary>The list of revoked certificates: given to every broker.</summary>
    public string RevocationList => System.IO.Path.Combine(Path, $"ecc.{CaName}.crl.pem");

    /// <summary>The highest number a list of revocations ever had here: a lost list must not begin at 1 again.</summary>
    internal string RevocationNumber => System.IO.Path.Combine(Path, $"ecc.{CaName}.crl.number");

    /// <summary>Every certificate that was ever issued: name and serial number.</summary>
    internal string IssuedList => System.IO.Path.Combine(Path, $"ecc.{CaName}.issued");

    /// <summary>Path of a certificate.</summary>
    public string Certificate(string name) => System.IO.Path.Combine(Path, $"ecc.{name}.cert.pem");

    /// <summary>Path of a private key.</summary>
    public string Key(string name) => System.IO.Path.Combine(Path, $"ecc.{name}.key.pem");

    /// <summary>The certificates there are, by file name.</summary>
    public IReadOnlyList<string> AllCertificates() => Directory.Exists(Path)
        ? [.. Directory.GetFiles(Path, "ecc.*.cert.pem").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Makes sure that it holds a CA, before somebody types a passphrase for it.</summary>
    /// <exception cref="PkiException">It holds none, or this user may not look.</exception>
    public void RequireCa()
    {
        if (HasCa()) return;
        throw new PkiException(
            $"{Path} holds no CA ({System.IO.Path.GetFileName(CaCertificate)} is missing). "
            + $"Make one with: farlink pki init --dir {Path}");
    }

    /// <summary>Whether it holds a CA. To a user who may not look into it a good one seems to be missing.</summary>
    /// <exception cref="PkiException">This user may not look.</exception>
    private bool HasCa()
    {
        try
        {
            File.OpenRead(CaCertificate).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException failure)
        {
            var closed = System.IO.Path.GetFullPath(File.Exists(CaCertificate) ? CaCertificate : Path);
            throw new PkiException($"you may not read {closed}: give the same command with sudo before it", failure);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Checks a name that becomes part of a file's name.</summary>
    /// <exception cref="PkiException">It is empty, too long, reserved, or has a character that does not belong there.</exception>
    public static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > LongestName
            || name.StartsWith('.')
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw new PkiException(
                $"'{Protocol.Text.Printable.Escape(name)}' cannot be part of a file's name: "
                + $"use 1 to {LongestName} of a-z A-Z 0-9 . _ - and no dot first"
                + " (choose another with --file).");
        }

        if (string.Equals(name, CaName, StringComparison.OrdinalIgnoreCase))
            throw new PkiException($"'{name}' is the name of the CA's own files: choose another.");
    }
}
