using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Doctor;
using Farlink.Host.Doctor;
using Farlink.Host.Inspection;

namespace Farlink.Setup;

/// <summary>What <c>farlink doctor</c> says of a new configuration.</summary>
internal static class InitDoctor
{
    /// <summary>
    /// Runs every check. What fails is no failure of the setup: the other end is not there yet.
    /// </summary>
    /// <param name="path">The configuration.</param>
    /// <param name="print">Whether to print the report.</param>
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
        await DoctorCommand.ExamineAsync(
            context, DoctorRegistry.All, asJson: false, Console.Out, !Console.IsOutputRedirected, interruption.Token);
        return [];
    }
}
