namespace Farlink.Doctor;

/// <summary>The end whose configuration is where the packages have it: root changes it, the user farlink runs it.</summary>
internal static class InstalledEnd
{
    /// <summary>The folder of its configuration.</summary>
    public const string Folder = "/etc/farlink";

    /// <summary>Whether a path is in that folder.</summary>
    public static bool Is(string path) => path.StartsWith($"{Folder}/", StringComparison.Ordinal);

    /// <summary>What a command begins with that writes to a folder: nothing, if it need not be root's.</summary>
    public static string Sudo(string folder) => Is($"{folder}/") ? "sudo " : "";
}
