using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Keys.Files;

namespace Farlink.Hosting;

/// <summary>
/// What is wrong with the files that a configuration names, as far as they are there and may be read: an end that is not finished
/// has none yet, and a service reads what others may not.
/// </summary>
internal static class FileProblems
{
    /// <summary>Looks at them.</summary>
    /// <param name="path">The configuration's file, for the messages.</param>
    /// <param name="config">What it says.</param>
    /// <param name="clock">Tells what has ended.</param>
    public static IReadOnlyList<ConfigProblem> Of(string path, FarlinkConfig config, TimeProvider clock)
    {
        List<ConfigProblem> problems = [];
        foreach (var file in StartFiles.Of(config))
            if (Try(file.Check) is { } why) problems.Add(Problem(Severity.Error, path, file.Key, why));

        if (!ShownCertificate.IsWanted(config)) return problems;
        var broken = Try(() => ShownCertificate.Check(config.Broker));
        var (severity, words) = broken is null
            ? (Severity.Warning, Doubts(config.Broker, clock)) : (Severity.Error, new List<string> { broken });
        foreach (var why in words) problems.Add(Problem(severity, path, "broker.cert", why));
        return problems;
    }

    private static List<string> Doubts(BrokerConfig broker, TimeProvider clock)
    {
        if (!File.Exists(broker.CertificateFile)) return [];
        try
        {
            using var certificate = PemFiles.ReadCertificate(broker.CertificateFile);
            string?[] doubts =
            [
                ShownCertificate.End(broker, certificate, clock), ShownCertificate.OtherAuthority(broker, certificate, clock),
            ];
            return [.. doubts.OfType<string>()];
        }
        catch (PkiException)
        {
            return [];
        }
    }

    private static string? Try(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (Exception failure) when (failure is PkiException or KeyFileException)
        {
            return failure.InnerException is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException
                ? null : failure.Message;
        }
    }

    private static ConfigProblem Problem(Severity severity, string path, string key, string why) =>
        new(severity, new ConfigPosition(path, 0, 0), key, string.Empty, why);
}
