using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Farlink.Commands;
using Farlink.Protocol.Text;

namespace Farlink.Setup;

/// <summary>
/// The private CA of the broker that a base feeds. Everybody may read the copy that is made of it, so it has the certificates
/// and nothing else that is in the file: people keep keys beside them.
/// </summary>
internal static class UpstreamCa
{
    private const int MostOctets = 1024 * 1024;

    /// <summary>What is wrong with a file; null: it has a certificate.</summary>
    public static string? Refuse(string path)
    {
        var shown = Printable.Escape(path);
        if (!File.Exists(path)) return $"{shown} does not exist";
        try
        {
            return Certificates(path).Count > 0
                ? null : $"{shown} has no certificate: a PEM file with -----BEGIN CERTIFICATE----- is needed";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"{shown}: {failure.Message}";
        }
    }

    /// <summary>Its certificates, in PEM.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static byte[] Read(string path)
    {
        if (Refuse(path) is { } why) throw new UsageException($"Nothing was written.\n  --upstream-ca: {why}");
        return Encoding.ASCII.GetBytes(Certificates(path).ExportCertificatePems() + "\n");
    }

    private static X509Certificate2Collection Certificates(string path)
    {
        if (new FileInfo(path).Length > MostOctets) throw new IOException("too long for what it is");
        var found = new X509Certificate2Collection();
        found.ImportFromPem(File.ReadAllText(path));
        return found;
    }
}
