using Farlink.Commands;
using Farlink.Host.Files;
using Farlink.Host.Wifi;
using Farlink.Output;

namespace Farlink.Setup;

/// <summary>The access point as <c>farlink wifi</c> makes it: its rules, and the way onto this system.</summary>
internal static class InitWifi
{
    /// <summary>What is wrong with one of its values; null: nothing.</summary>
    /// <param name="where">Which, as the option is called.</param>
    /// <param name="wifi">The access point.</param>
    public static string? Refuse(string where, WifiAnswers wifi) =>
        AccessPointCheck.Problems(PointOf(wifi, [])).FirstOrDefault(problem => problem.Where == where) is { } found
            ? $"{found.What}. {found.Cure}." : null;

    /// <summary>What is wrong with a country; null: nothing.</summary>
    public static string? RefuseCountry(string country) =>
        Refuse("country", new WifiAnswers("wlan0", "farlink", "a passphrase", country, 6));

    /// <summary>Refuses one that cannot be.</summary>
    /// <exception cref="AccessPointException">Something is wrong; it says all of it.</exception>
    public static void Check(WifiAnswers wifi)
    {
        var problems = AccessPointCheck.Problems(PointOf(wifi, []));
        if (problems.Count > 0) throw new AccessPointException(problems);
    }

    /// <summary>Makes this system an access point, after asking.</summary>
    /// <param name="wifi">The access point.</param>
    /// <param name="ports">Ports of the broker that devices reach.</param>
    /// <param name="yes">Whether not to ask.</param>
    /// <returns>The exit status; what failed has been told.</returns>
    public static async Task<int> ApplyAsync(WifiAnswers wifi, IReadOnlyList<int> ports, bool yes)
    {
        var point = PointOf(wifi, ports);
        var site = new WifiSite(HostRoot.Real);
        var profile = WifiFiles.UsualProfile(HostRoot.Real);
        try
        {
            var report = new WifiReport
            {
                Profile = profile,
                Plan = FilePlan.Make(WifiFiles.Make(point, profile), HostRoot.Real),
                Commands = [.. site.StartCommands(point, profile).Select(command => new CommandOutcome(command, null))],
                Missing = site.MissingPackages(profile),
                WithSecrets = false,
            };
            return await WifiChange.ApplyAsync(site, point, report, yes, json: false);
        }
        catch (Exception failure) when (failure is HostFileException or UsageException or AccessPointException)
        {
            // The site's own files are written: what comes next, and passwords that are shown once, are still to be told.
            await Console.Error.WriteLineAsync($"farlink: {failure.Message}");
            return ExitCodes.Failed;
        }
    }

    private static AccessPoint PointOf(WifiAnswers wifi, IReadOnlyList<int> ports)
    {
        var point = new AccessPoint
        {
            Interface = wifi.Interface,
            Ssid = wifi.Ssid,
            Passphrase = wifi.Passphrase,
            Country = wifi.Country,
            Channel = wifi.Channel,
        };
        return ports.Count == 0 ? point : point with { BrokerPorts = ports };
    }
}
