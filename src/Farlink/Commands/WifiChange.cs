using Farlink.Host.Files;
using Farlink.Host.Inspection;
using Farlink.Host.Wifi;
using Farlink.Output;

namespace Farlink.Commands;

/// <summary>Changes this system: makes it an access point, or what it was before.</summary>
internal static class WifiChange
{
    /// <summary>Not "nothing was written": <c>farlink init</c> has written its own files by then.</summary>
    private const string NotMade = "The access point was not made, and none of its files was written";

    /// <summary>Writes the files and runs the commands, after asking.</summary>
    /// <param name="site">This system.</param>
    /// <param name="point">The access point.</param>
    /// <param name="report">What would be done.</param>
    /// <param name="yes">Whether not to ask.</param>
    /// <param name="json">Whether one JSON object is printed.</param>
    /// <exception cref="UsageException">
    /// The interface is not there or has no WiFi, something of this host stands against it, we are not root, or there is nobody
    /// to ask; nothing was changed.
    /// </exception>
    /// <exception cref="HostFileException">
    /// Another program is at it, one of the other profile is applied, programs are missing, or a file cannot be written.
    /// </exception>
    public static async Task<int> ApplyAsync(WifiSite site, AccessPoint point, WifiReport report, bool yes, bool json)
    {
        if (site.RefuseInterface(point) is { } refusal) throw new UsageException($"{NotMade}: {refusal}");
        if (!Environment.IsPrivilegedProcess) throw new UsageException("--apply writes to the system: run it with sudo.");
        using var alone = site.Lock();
        site.RefuseOtherProfile(point, report.Profile);
        if (report.Missing.Count > 0)
        {
            throw new HostFileException(
                $"{NotMade}: {string.Join(", ", report.Missing)} must be installed first. "
                + $"Cure: {report.InstallCommand}");
        }

        var host = HostView.OfThisHost(TimeProvider.System);
        var obstacles = await WifiObstacles.FindAsync(
            point, report.Profile, site.FindApplied()?.Interface ?? "", host, CancellationToken.None);
        var fatal = obstacles.Where(obstacle => obstacle.IsFatal).ToList();
        if (fatal.Count > 0) throw new UsageException($"{NotMade}.\n  {string.Join("\n  ", fatal)}");
        if (!json) Console.Write(report.ToText());
        foreach (var warning in obstacles) await Console.Error.WriteLineAsync($"farlink: {warning}");
        if (!yes && !Ask()) return ExitCodes.Failed;
        var events = site.Apply(point, report.Profile);
        var outcomes = await HostCommands.RunAsync(report.Commands.Select(outcome => outcome.Command), goOn: false);
        report = report with { Events = events, Commands = outcomes, Written = HostRoot.Real.Folder };
        Console.Write(json ? report.ToJson() : report.OutcomeText());
        if (!outcomes.Any(outcome => outcome.IsFailure)) return ExitCodes.Done;
        await Console.Error.WriteLineAsync(
            "farlink: the files are written, but a command failed, and those after it were not run. What was there before: "
            + "sudo farlink wifi --undo");
        return ExitCodes.Failed;
    }

    /// <summary>Puts back what was there and runs the commands.</summary>
    /// <param name="json">Whether one JSON object is printed.</param>
    /// <exception cref="UsageException">We are not root.</exception>
    /// <exception cref="HostFileException">Another program is at it, nothing was applied, or it cannot be put back.</exception>
    public static async Task<int> UndoAsync(bool json)
    {
        if (!Environment.IsPrivilegedProcess) throw new UsageException("--undo changes the system: run it with sudo.");
        var site = new WifiSite(HostRoot.Real);
        using var alone = site.Lock();
        var (before, after) = site.UndoCommands();
        var stopped = await HostCommands.RunAsync(before, goOn: true);
        var events = site.Undo();
        var resumed = await HostCommands.RunAsync(after, goOn: true);
        IReadOnlyList<CommandOutcome> outcomes = [.. stopped, .. resumed];
        Console.Write(json ? WifiReport.UndoJson(events, outcomes) : WifiReport.ChangeText(events, outcomes));
        if (!outcomes.Any(outcome => outcome.IsFailure)) return ExitCodes.Done;
        await Console.Error.WriteLineAsync(
            "farlink: all files are as they were, but a command failed. Mend what it said above, then run it by hand.");
        return ExitCodes.Failed;
    }

    private static bool Ask()
    {
        if (Console.IsInputRedirected)
            throw new UsageException($"{NotMade}: there is nobody to ask. Say --yes, or run this in a terminal.");
        Console.Error.Write("Write these files to this system and start the access point? Type yes or no: ");
        if (Console.ReadLine()?.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase) == true) return true;
        Console.Error.WriteLine($"{NotMade}.");
        return false;
    }
}
