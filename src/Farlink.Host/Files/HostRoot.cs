namespace Farlink.Host.Files;

/// <summary>The folder that stands for the root of a system: the real one, an image's, or that of a test.</summary>
public sealed class HostRoot
{
    /// <summary>Makes one.</summary>
    /// <param name="folder">The folder; it need not exist. A link is what it leads to: one to / is the real root.</param>
    public HostRoot(string folder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        Folder = UnixFile.Resolve(full) ?? full;
    }

    /// <summary>The root of this host.</summary>
    public static HostRoot Real { get; } = new("/");

    /// <summary>The folder, absolute, without a slash at its end.</summary>
    public string Folder { get; }

    /// <summary>Whether it is the root of this host.</summary>
    public bool IsReal => Folder == "/";

    /// <summary>Where a path of the system is.</summary>
    /// <param name="path">The path on the system; begins with a slash.</param>
    public string Map(string path) => IsReal ? path : Folder + path;

    /// <summary>Refuses paths that a link takes out of the folder, where they would be files of this host.</summary>
    /// <param name="paths">Paths on the system.</param>
    /// <exception cref="HostFileException">One leads out.</exception>
    internal void RefuseLinksOut(IEnumerable<string> paths)
    {
        if (IsReal) return;
        var top = UnixFile.Resolve(Folder) ?? Folder;
        foreach (var folder in paths.Select(path => Path.GetDirectoryName(path)!).Distinct())
        {
            // What is not there yet is made in the last folder that is.
            var above = folder;
            while (above != "/" && UnixFile.Resolve(Map(above)) is null) above = Path.GetDirectoryName(above)!;
            if (above == "/" || UnixFile.Resolve(Map(above)) is not { } real) continue;
            if (real != top && !real.StartsWith($"{top}/", StringComparison.Ordinal))
                throw new HostFileException($"{Map(above)} leads out of {Folder}, to {real}: a link. Nothing is written there.");
        }
    }
}
