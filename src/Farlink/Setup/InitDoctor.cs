using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Doctor;
using Farlink.Host.Inspection;

namespace Farlink.Setup;

/// <summary>What <c>farlink doctor</c> says of a new configuration.</summary>
internal static class InitDoctor
{
    /// <summary>
    /// Runs every check and prints the report. What fails is no failure of the setup: the other end is not there yet.
    /// </summary>
    /// <param name="path">The configuration.</param>
    public static async Task RunAsync(string path)
    {
        var (config, problems) = ConfigLoader.Load(path, null, Environment.GetEnvironmentVariables());
        if (config is null) throw new ConfigException(problems);
        using var interruption = new Interruption();
        var context = new ProgramContext(HostView.OfThisHost(TimeProvider.System), config, path, TimeProvider.System)
        {
            Warnings = problems,
        };
        await DoctorCommand.ExamineAsync(
            context, DoctorRegistry.All, asJson: false, Console.Out, !Console.IsOutputRedirected, interruption.Token);
    }
}
