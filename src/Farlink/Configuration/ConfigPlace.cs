namespace Farlink.Configuration;

/// <summary>Where a configuration is looked for that nobody names.</summary>
internal static class ConfigPlace
{
    private const string Here = "farlink.toml", OfTheSystem = "/etc/farlink/farlink.toml";

    /// <summary>The one here, else that of the system; the one here too if there is none.</summary>
    public static string Usual => File.Exists(Here) || !MayBeThere(OfTheSystem) ? Here : OfTheSystem;

    /// <summary>
    /// Whether a file is there, or in a folder that does not tell us. That of the package has mode 0750: to other users its files
    /// seem to be missing.
    /// </summary>
    public static bool MayBeThere(string path)
    {
        if (File.Exists(path)) return true;
        try
        {
            File.OpenRead(path).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return !Directory.Exists(path);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>What may not be read of a file: its folder, if that is what hides it.</summary>
    public static string Denied(string path) =>
        File.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
}
