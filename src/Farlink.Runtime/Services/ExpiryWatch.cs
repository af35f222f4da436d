using Farlink.Keys.Certificates;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>
/// Warns of certificates that end soon: at the start and once a day, from <see cref="WarnBefore"/> their end on. Files are read
/// each time, so a renewed one is no longer warned of.
/// </summary>
public sealed class ExpiryWatch : IAsyncDisposable
{
    /// <summary>Time enough to visit a site.</summary>
    public static readonly TimeSpan WarnBefore = TimeSpan.FromDays(30);

    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    private readonly IReadOnlyList<string> _files;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private volatile List<string> _warnings = [];

    private ExpiryWatch(IReadOnlyList<string> files, TimeProvider time, ILogger logger)
    {
        _files = files;
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(_ => Look(), null, Every, Every);
        Look();
    }

    /// <summary>Starts to watch.</summary>
    /// <param name="files">PEM files of certificates.</param>
    /// <param name="time">The clock, and today's date.</param>
    /// <param name="logger">Where it is told.</param>
    public static ExpiryWatch Start(IReadOnlyList<string> files, TimeProvider time, ILogger logger) => new(files, time, logger);

    /// <summary>What it warned of at its last look, each in one sentence. May be asked from any thread.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Stops.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    /// <summary>Looks now, as when certificates were read again.</summary>
    public void Look()
    {
        List<string> warnings = [];
        foreach (var file in _files)
        {
            try
            {
                using var certificate = PemFiles.ReadCertificate(file);
                if (Warn(file, certificate.NotAfter.ToUniversalTime()) is { } warning) warnings.Add(warning);
            }
            catch (PkiException)
            {
                // Whoever uses it has said so.
            }
        }

        _warnings = warnings;
    }

    private string? Warn(string file, DateTime end)
    {
        var left = end - _time.GetUtcNow().UtcDateTime;
        if (left >= WarnBefore) return null;
        if (left >= TimeSpan.Zero)
        {
            RuntimeLog.CertificateEnds(_logger, file, (int)left.TotalDays);
            return $"The certificate {file} ends in {(int)left.TotalDays} days: renew it.";
        }

        RuntimeLog.CertificateEnded(_logger, file, end);
        return $"The certificate {file} has ended: nobody who checks it connects. Renew it.";
    }
}
