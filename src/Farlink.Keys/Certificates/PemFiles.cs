using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Keys.Tls;

namespace Farlink.Keys.Certificates;

/// <summary>Certificates and keys in PEM files.</summary>
public static class PemFiles
{
    /// <summary>Reads the first certificate of a file.</summary>
    /// <exception cref="PkiException">It is missing or holds none.</exception>
    public static X509Certificate2 ReadCertificate(string path)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PkiException($"{path} does not exist.", failure);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"{path} holds no readable PEM certificate: {failure.Message}", failure);
        }
    }

    /// <summary>Reads a certificate, and finds its private key, ready for TLS.</summary>
    /// <param name="certificatePath">PEM file.</param>
    /// <param name="key">
    /// A PEM file, or the URI of a secure element, which stays open until the process ends.
    /// </param>
    /// <exception cref="PkiException">One of them is missing or damaged, or they do not belong together.</exception>
    /// <exception cref="KeyFileException">Others may read the key.</exception>
    /// <exception cref="ElementException">The element cannot be used.</exception>
    public static X509Certificate2 ReadForTls(string certificatePath, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (SecureElements.FileOf(key) is { } path) return ReadWithKey(certificatePath, path);
        if (!SecureElements.IsKnown(key) || !OperatingSystem.IsLinux()) return ReadWithKey(certificatePath, key);
        using var certificate = ReadCertificate(certificatePath);
        var element = SecureElements.Open(key);
        try
        {
            return ElementKey.Attach(certificate, element);
        }
        catch
        {
            element.Dispose();
            throw;
        }
    }

    /// <summary>As <see cref="ReadForTls"/>, for what a broker or a page shows: it must be a server's.</summary>
    /// <inheritdoc cref="ReadForTls"/>
    public static X509Certificate2 ReadForServer(string certificatePath, string key)
    {
        var certificate = ReadForTls(certificatePath, key);
        try
        {
            RequireServer(certificate, certificatePath);
            return certificate;
        }
        catch
        {
            certificate.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a certificate that no client would take from a server.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="path">Its file, for the message.</param>
    /// <exception cref="PkiException">It is for clients only, for example.</exception>
    public static void RequireServer(X509Certificate2 certificate, string path)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (CertificatePurpose.Allows(certificate, LeafPurpose.Server)) return;
        throw new PkiException(
            $"{path} is not the certificate of a server (its extended key usage has no serverAuth): nobody who connects would "
            + "accept it. Issue one with: farlink pki issue --server");
    }

    /// <summary>Reads a certificate and its private key, ready for TLS.</summary>
    /// <exception cref="PkiException">One of them is missing or damaged, or they do not belong together.</exception>
    /// <exception cref="KeyFileException">Others may read the key.</exception>
    public static X509Certificate2 ReadWithKey(string certificatePath, string keyPath)
    {
        using var certificate = ReadCertificate(certificatePath);
        using var key = ReadKey(keyPath);
        if (!BelongTogether(certificate, key)) throw new PkiException($"{keyPath} is not the key of {certificatePath}.");
        return certificate.CopyWithPrivateKey(key);
    }

    internal static bool BelongTogether(X509Certificate2 certificate, ECDsa key)
    {
        using var published = certificate.GetECDsaPublicKey();
        return published is not null
            && published.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());
    }

    private static ECDsa ReadKey(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(Encoding.ASCII.GetString(PrivateFile.Read(path)));
            return key;
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new PkiException($"{path} holds no readable EC private key: {failure.Message}", failure);
        }
    }
}
