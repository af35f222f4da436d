using System.Security.Cryptography.X509Certificates;
using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Mqtt.Broker;

namespace Farlink.Hosting;

/// <summary>
/// The certificate that an end's own broker shows: by the same rules at the start, at a reload and in
/// <c>farlink config check</c>.
/// </summary>
internal static class ShownCertificate
{
    /// <summary>Whether an end has a broker that shows one.</summary>
    public static bool IsWanted(FarlinkConfig config) => config.Broker.IsEmbedded && config.Upstream is null
        && config.Broker.Listeners.Any(listener => listener.Auth != ListenerAuth.Plain);

    /// <summary>Reads it with its key, as a start does, and forgets it. A key in an element is not opened for it.</summary>
    /// <exception cref="PkiException">It cannot be shown.</exception>
    /// <exception cref="Keys.Files.KeyFileException">Its key is missing, or others may read it.</exception>
    public static void Check(BrokerConfig broker)
    {
        if (!StartFiles.IsInElement(broker.KeyFile))
        {
            PemFiles.ReadForServer(broker.CertificateFile, broker.KeyFile).Dispose();
            return;
        }

        using var certificate = PemFiles.ReadCertificate(broker.CertificateFile);
        PemFiles.RequireServer(certificate, broker.CertificateFile);
    }

    /// <summary>That it has ended, in words; null: it has not.</summary>
    public static string? End(BrokerConfig broker, X509Certificate2 certificate, TimeProvider clock)
    {
        DateTimeOffset end = certificate.NotAfter.ToUniversalTime();
        return end >= clock.GetUtcNow() ? null
            : $"{broker.CertificateFile} ended on {end:yyyy-MM-dd}: nobody who checks it connects. Renew it.";
    }

    /// <summary>
    /// That another CA has issued it than the one that devices know, in words; null: it is of that one, or nobody knows.
    /// </summary>
    public static string? OtherAuthority(BrokerConfig broker, X509Certificate2 certificate, TimeProvider clock)
    {
        if (!File.Exists(broker.CaFile)) return null;
        try
        {
            using var check = new CertificateCheck(broker.CaFile, clock);
            return check.CheckServer(certificate).Fault != CertificateFault.OtherAuthority ? null
                : $"{broker.CertificateFile} was not issued by {broker.CaFile}: devices that know this CA refuse it.";
        }
        catch (PkiException)
        {
            // Whoever uses that file says so.
            return null;
        }
    }
}
