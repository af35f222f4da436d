using System.Security.Cryptography.X509Certificates;
using Farlink.Configuration;
using Farlink.Dashboard.Metrics;
using Farlink.Runtime.Services;

namespace Farlink.Hosting;

/// <summary>
/// When the certificates end that an end shows, for the metrics. A file that was replaced and not read again changes nothing for
/// whoever connects, and nothing here.
/// </summary>
internal static class CertificateEnds
{
    /// <summary>What the certificate is for that an end shows to another broker.</summary>
    public static string UseAtOthers(FarlinkConfig config) => config.Upstream is null ? "broker_client" : "upstream";

    /// <summary>The broker's, and ours at another broker. The dashboard knows its own.</summary>
    /// <param name="end">The end.</param>
    /// <param name="useAtOthers">See <see cref="UseAtOthers"/>.</param>
    public static IReadOnlyList<CertificateEnd> Of(IRunningEnd end, string useAtOthers)
    {
        List<CertificateEnd> ends = [];
        Add(ends, "broker", end.Broker?.Certificate);
        Add(ends, useAtOthers, end.ClientCertificate);
        return ends;
    }

    private static void Add(List<CertificateEnd> ends, string use, X509Certificate2? shown)
    {
        if (shown is not null) ends.Add(new CertificateEnd(use, shown.NotAfter.ToUniversalTime()));
    }
}
