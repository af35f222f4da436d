using System.CommandLine;

namespace Farlink.Commands;

/// <summary><c>farlink sim</c>: planned networks, and simulated radios for other programs.</summary>
internal static class SimCommand
{
    public static Command Create() => new("sim", "Simulate a planned network, or the air between programs")
    {
        SimRunCommand.Create(),
        EtherCommand.Create(),
        ChipCommand.Create(),
    };
}
