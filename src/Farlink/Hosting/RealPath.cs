namespace Farlink.Hosting;

/// <summary>Paths without symbolic links in them.</summary>
internal static class RealPath
{
    /// <summary>As many as the kernel follows (path_resolution(7)).</summary>
    private const int MostLinks = 40;

    /// <summary>Whether two full paths name the same file.</summary>
    public static bool AreSame(string left, string right) => left == right || Of(left) == Of(right);

    /// <summary>A full path with every link in it followed. What is not there, or may not be read, is taken as it is.</summary>
    public static string Of(string path)
    {
        var links = MostLinks;
        return Of(Path.GetFullPath(path), ref links);
    }

    private static string Of(string path, ref int links)
    {
        var real = "/";
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, name);
            if (TargetOf(real) is not { } target || links-- <= 0) continue;
            real = Of(Path.GetFullPath(target, Path.GetDirectoryName(real)!), ref links);
        }

        return real;
    }

    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
