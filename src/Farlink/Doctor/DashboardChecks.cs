using System.Net;
using Farlink.Configuration;
using Farlink.Host.Doctor;
using Farlink.Keys.Certificates;

namespace Farlink.Doctor;

/// <summary>The dashboard: whether it answers, who may see it, its certificate and its history.</summary>
internal static class DashboardChecks
{
    private const string HistoryName = "history.db";

    public static IReadOnlyList<Check> All { get; } =
    [
        ProgramCheck.Of("dashboard.answer", "The dashboard that runs answers, with its page and its certificate",
            "a request for /api/about", "sudo systemctl restart farlink-site", PageProbe.ExamineAsync),
        ProgramCheck.Of("dashboard.login", "Who reaches it from elsewhere must sign in, and cannot guess",
            "dashboard.password_hash, dashboard.hosts; the configuration's mode", "farlink dashboard password", Login),
        ProgramCheck.Of("dashboard.cert", "Its certificate and key fit together, and the names it is called by",
            "dashboard.certificate, dashboard.key, dashboard.hosts",
            "sudo farlink pki issue --dir /etc/farlink/pki --server --name NAME --address ADDRESS --file dashboard --replace",
            Certificate),
        ProgramCheck.Of("dashboard.history", "A month of the links can be kept", "history.db beside link.store",
            "sudo chown -R farlink: FOLDER", HistoryAsync),
    ];

    /// <summary>A finding where there is no dashboard.</summary>
    public static Finding? None(ProgramContext context) => context.Config.Dashboard.Listen is null
        ? Finding.Skip("there is no dashboard: [dashboard] has no listen") : null;

    /// <summary>
    /// Names and addresses in the address lines of browsers elsewhere, as far as the configuration says; each once.
    /// </summary>
    public static IReadOnlyList<string> Names(DashboardConfig config)
    {
        List<string> names = [.. config.Hosts.Select(WithoutPort)];
        if (config.Listen is { } listen && !IsAny(listen.Address)) names.Add($"{listen.Address}");
        return [.. names.Where(name => !IsOfThisHost(name)).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>
    /// On loopback a name that is not this host's own is a proxy's: whoever comes by it needs no password, if there is none.
    /// </summary>
    private static Finding Login(ProgramContext context)
    {
        if (None(context) is { } none) return none;
        var (config, path) = (context.Config.Dashboard, context.Subject.ConfigPath);
        var set = $"farlink dashboard password  # its line into [dashboard] of {path}\n"
            + $"sudo systemctl restart {context.Subject.Unit}";
        if (config.PasswordHash is null)
        {
            return config.Hosts.Select(WithoutPort).FirstOrDefault(name => !IsOfThisHost(name)) is { } proxy
                ? Finding.Warn($"there is no password, and whoever comes by {proxy} sees everything", set)
                : Finding.Ok("no password: every user of this host sees it, without payloads and without actions");
        }

        return IsOpenToOthers(path)
            ? Finding.Warn(
                $"every user of this host may read the hash of the password in {path}, and guess at it",
                InstalledEnd.Is(path) ? $"sudo chown root:farlink {path} && sudo chmod 640 {path}" : $"chmod 600 {path}")
            : Finding.Ok("one must sign in");
    }

    private static Finding Certificate(ProgramContext context)
    {
        if (None(context) is { } none) return none;
        var config = context.Config.Dashboard;
        if (config is not { CertificateFile: { } file, KeyFile: { } key })
            return Finding.Skip("no TLS: only this host reaches it, or a proxy that has TLS itself");
        if (KeyCures.OfRoot(context, [key]) is { } closed) return closed;
        var issue = new CertificateCures(context).Dashboard();
        try
        {
            using var certificate = PemFiles.ReadForTls(file, key);
            var names = Names(config);
            var missing = names.Where(name => !certificate.MatchesHostname(name, allowWildcards: true, allowCommonName: false))
                .ToList();
            return missing.Count == 0
                ? Finding.Ok(names.Count > 0 ? $"for {string.Join(", ", names)}" : $"{file} and its key")
                : Finding.Warn($"{file} is not for {string.Join(", ", missing)}: browsers warn", issue);
        }
        catch (Exception failure) when (CertificateChecks.IsExpected(failure))
        {
            return KeyCures.Of(context, [file, key], failure, issue);
        }
    }

    /// <summary>The service goes on without it, so that it is a warning.</summary>
    private static async Task<Finding> HistoryAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (None(context) is { } none) return none;
        if (!context.Config.Dashboard.KeepsHistory) return Finding.Skip("history = false: a day is kept, in memory");
        var path = Path.Combine(Path.GetDirectoryName(context.Subject.StorePath) ?? "/", HistoryName);
        var stranger = await context.StrangerAsync(file => file.StartsWith(path, StringComparison.Ordinal), cancellationToken);
        if (stranger is not null) return stranger with { Verdict = Verdict.Warn };
        if (Directory.Exists(path)) return Finding.Warn($"{path} is a folder: no month is kept", $"sudo mv {path} {path}.old");
        if (!File.Exists(path)) return Finding.Ok($"{path} is made when the service starts");
        return (File.GetUnixFileMode(path) & UnixFileMode.UserWrite) == 0
            ? Finding.Warn($"{path} may not be written: no month is kept", $"sudo chmod 640 {path}") : Finding.Ok(path);
    }

    private static string WithoutPort(string host)
    {
        if (host.StartsWith('[')) return host[1..Math.Max(1, host.IndexOf(']', StringComparison.Ordinal))];
        var colon = host.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? host : host[..colon];
    }

    /// <summary>By ssh one comes as localhost, and is on this host.</summary>
    private static bool IsOfThisHost(string name) => string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    /// <summary>The folder of the packages hides what is in it.</summary>
    private static bool IsOpenToOthers(string path) => File.Exists(path)
        && (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0
        && (File.GetUnixFileMode(Path.GetDirectoryName(path)!) & UnixFileMode.OtherExecute) != 0;
}
