namespace Farlink.Simulation.Bench.Codec;

/// <summary>Finds programs as a shell does.</summary>
public static class ToolPath
{
    private const UnixFileMode Executable =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The path of a program; null if it is not installed.</summary>
    /// <param name="name">Its name, without a folder.</param>
    public static string? Find(string name) => Find(name, Environment.GetEnvironmentVariable("PATH"));

    /// <summary>The path of a program in folders that are separated by colons; null if none has it.</summary>
    internal static string? Find(string name, string? folders) => (folders ?? "").Split(Path.PathSeparator)
        .Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(path => File.Exists(path) && (File.GetUnixFileMode(path) & Executable) != 0);
}
