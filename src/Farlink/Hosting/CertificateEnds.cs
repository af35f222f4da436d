using Farlink.Configuration;
using Farlink.Dashboard.Metrics;
using Farlink.Keys.Certificates;
using Farlink.Mqtt.Broker;

namespace Farlink.Hosting;

/// <summary>
/// When this end's certificates end, for the metrics. Files are read again every ten minutes: one that was replaced is seen then.
/// Thread-safe.
/// </summary>
/// <param name="files">What each is for, and where it is.</param>
/// <param name="time">Clock for reading again.</param>
internal sealed class CertificateEnds(IReadOnlyList<(string Use, string File)> files, TimeProvider time)
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private IReadOnlyList<CertificateEnd> _ends = [];
    private long? _read;

    /// <summary>The broker's, and ours at other brokers. The dashboard knows its own.</summary>
    public static IReadOnlyList<(string Use, string File)> FilesOf(FarlinkConfig config)
    {
        List<(string Use, string File)> files = [];
        var hasBroker = config.Broker.IsEmbedded && config.Upstream is null;
        if (hasBroker && config.Broker.Listeners.Any(listener => listener.Auth != ListenerAuth.Plain))
            files.Add(("broker", config.Broker.CertificateFile));
        if (config.Broker.External?.CertificateFile is { } client) files.Add(("broker_client", client));
        if (config.Upstream?.CertificateFile is { } upstream) files.Add(("upstream", upstream));
        return files;
    }

    /// <summary>Those that can be read.</summary>
    public IReadOnlyList<CertificateEnd> Read()
    {
        lock (_lock)
        {
            if (_read is { } last && time.GetElapsedTime(last) < Every) return _ends;
            _read = time.GetTimestamp();
            return _ends = [.. files.Select(one => EndOf(one.Use, one.File)).OfType<CertificateEnd>()];
        }
    }

    private static CertificateEnd? EndOf(string use, string file)
    {
        try
        {
            using var certificate = PemFiles.ReadCertificate(file);
            return new CertificateEnd(use, certificate.NotAfter.ToUniversalTime());
        }
        catch (PkiException)
        {
            // Whoever uses it says what is wrong with it.
            return null;
        }
    }
}
