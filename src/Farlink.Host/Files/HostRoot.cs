namespace Farlink.Host.Files;

/// <summary>The folder that stands for the root of a system: the real one, an image's, or that of a test.</summary>
/// <param name="folder">The folder; it need not exist.</param>
public sealed class HostRoot(string folder)
{
    /// <summary>The root of this host.</summary>
    public static HostRoot Real { get; } = new("/");

    /// <summary>The folder, absolute, without a slash at its end.</summary>
    public string Folder { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>Whether it is the root of this host.</summary>
    public bool IsReal => Folder == "/";

    /// <summary>Where a path of the system is.</summary>
    /// <param name="path">The path on the system; begins with a slash.</param>
    public string Map(string path) => IsReal ? path : Folder + path;
}
