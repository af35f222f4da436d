using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Doctor;
using Farlink.Host.Doctor;
using Farlink.Host.Inspection;
using Farlink.Output;

namespace Farlink.Setup;

/// <summary>What <c>farlink doctor</c> says of a new configuration.</summary>
internal static class InitDoctor
{
    /// <summary>
    /// Runs every check. What fails is no failure of the setup: the other end is not there yet. Whoever interrupts it has seen
    /// enough.
    /// </summary>
    /// <param name="path">The configuration.</param>
    /// <param name="print">Whether to print what is wrong or odd, and how many checks there were.</param>
    /// <returns>What it found; nothing, if that was printed.</returns>
    public static async Task<IReadOnlyList<Examined>> RunAsync(string path, bool print)
    {
        var (config, problems) = ConfigLoader.Load(path, null, Environment.GetEnvironmentVariables());
        if (config is null) throw new ConfigException(problems);
        using var interruption = new Interruption();
        var context = new ProgramContext(HostView.OfThisHost(TimeProvider.System), config, path, TimeProvider.System)
        {
            Warnings = problems,
        };
        if (!print) return await DoctorRun.RunAsync(DoctorRegistry.All, context, _ => { }, _ => { }, interruption.Token);
        await PrintAsync(context, interruption.Token);
        return [];
    }

    private static async Task PrintAsync(ProgramContext context, CancellationToken stop)
    {
        var report = new DoctorReport(Console.Out, !Console.IsOutputRedirected, isBrief: true);
        Console.WriteLine("\nWhat farlink doctor finds that is not good:");
        try
        {
            report.Sum(await DoctorRun.RunAsync(DoctorRegistry.All, context, report.Start, report.End, stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("\nInterrupted.");
        }
    }
}
