using System.Net;
using Farlink.Host.Doctor;

namespace Farlink.Doctor;

/// <summary>
/// Whether a Prometheus of this host gets what it asks the dashboard for. Metrics themselves are not fetched: the first scrape
/// begins to measure, and the doctor changes nothing.
/// </summary>
internal static class MetricsChecks
{
    /// <summary>Where Debian's package has it.</summary>
    private const string Prometheus = "/etc/prometheus/prometheus.yml";

    private const string Edit = $"sudoedit {Prometheus}", Restart = "sudo systemctl restart prometheus";

    /// <summary>What stands around a target in YAML.</summary>
    private static readonly char[] Between = [' ', ',', '"', '\'', '[', ']'];

    public static IReadOnlyList<Check> All { get; } =
    [
        ProgramCheck.Of("dashboard.metrics", "A Prometheus of this host may fetch the metrics",
            $"targets in {Prometheus}; [dashboard]", Edit, Examine),
    ];

    private static Finding Examine(ProgramContext context)
    {
        if (DashboardChecks.None(context) is { } none) return none;
        var lines = context.Host.ReadLines(Prometheus).Where(line => !line.StartsWith('#')).ToList();
        if (lines.Count == 0) return Finding.Skip("no Prometheus is set up on this host");
        var listen = context.Config.Dashboard.Listen!;
        var words = lines.SelectMany(line => line.Split(Between, StringSplitOptions.RemoveEmptyEntries));
        if (words.FirstOrDefault(word => Means(word, listen)) is not { } target)
            return Finding.Skip($"the Prometheus of this host does not fetch from {listen}");
        return Judge(context, target, lines.Exists(line => line.Contains("scheme: https", StringComparison.Ordinal)))
            ?? Finding.Ok($"Prometheus fetches from {target}");
    }

    /// <summary>What keeps it from the metrics; null if nothing does.</summary>
    private static Finding? Judge(ProgramContext context, string target, bool isByTls)
    {
        var (config, path) = (context.Config.Dashboard, context.Subject.ConfigPath);
        var listen = config.Listen!;
        var everywhere = $"in {path}: listen = \"0.0.0.0:{listen.Port}\" in [dashboard]";
        if (!config.HasMetrics)
        {
            return Finding.Warn(
                $"Prometheus fetches from {target}, and metrics = false in [dashboard]",
                $"in {path}: metrics = true in [dashboard]");
        }

        if (config.CertificateFile is not null && !isByTls)
        {
            return Finding.Warn(
                $"Prometheus comes to {target} without TLS, which the dashboard has",
                $"{Edit}  # scheme: https, and tls_config\n{Restart}");
        }

        var isLocal = IsLoopback(target);
        if (isLocal && !IsReachedByLoopback(listen.Address))
            return Finding.Warn($"Prometheus fetches from {target}, and the dashboard listens on {listen} alone", everywhere);
        if (isLocal || config.PasswordHash is null) return null;
        var edit = $"{Edit}  # targets: 127.0.0.1:{listen.Port}\n{Restart}";
        return Finding.Warn(
            $"Prometheus comes to {target}, where it would have to sign in: without a login only by 127.0.0.1",
            IsReachedByLoopback(listen.Address) ? edit : $"{everywhere}\n{edit}");
    }

    /// <summary>Whether a target is this dashboard: others may be of other hosts.</summary>
    private static bool Means(string target, IPEndPoint listen)
    {
        if (!target.EndsWith($":{listen.Port}", StringComparison.Ordinal)) return false;
        return IsLoopback(target) || target == $"{listen}";
    }

    private static bool IsLoopback(string target)
    {
        var host = target[..target.LastIndexOf(':')];
        return host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }

    private static bool IsReachedByLoopback(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
