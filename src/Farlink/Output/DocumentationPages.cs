namespace Farlink.Output;

/// <summary>Where a person finds the pages that help and messages send him to: the package brings all of <c>docs</c>.</summary>
internal static class DocumentationPages
{
    /// <summary>The folder of the package.</summary>
    public const string Folder = "/usr/share/doc/farlink";

    /// <summary>Boards, wires, antennas.</summary>
    public const string Hardware = $"{Folder}/hardware.md";

    /// <summary>Which firmware can do what.</summary>
    public const string Devices = $"{Folder}/devices.md";

    /// <summary>All checks of the doctor.</summary>
    public const string Doctor = $"{Folder}/doctor.md";

    /// <summary>Scenario files.</summary>
    public const string Simulation = $"{Folder}/simulation.md";
}
