namespace Farlink.Host.Inspection;

/// <summary>A mounted file system.</summary>
/// <param name="Device">What it is on.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Kind">ext4, tmpfs, overlay, ..</param>
/// <param name="Options">rw, ro, ..</param>
internal sealed record Mount(string Device, string Folder, string Kind, IReadOnlyList<string> Options)
{
    /// <summary>The file system that a path is in; null if /proc/mounts does not tell. The last of several counts.</summary>
    public static Mount? Of(HostView host, string path) => host.ReadLines("/proc/mounts")
        .Select(line => line.Split(' ')).Where(fields => fields.Length >= 4)
        .Select(fields => new Mount(fields[0], Plain(fields[1]), fields[2], fields[3].Split(',')))
        .Where(mount => mount.Holds(path)).Reverse().MaxBy(mount => mount.Folder.Length);

    private bool Holds(string path) =>
        Folder == "/" || path == Folder || path.StartsWith(Folder + "/", StringComparison.Ordinal);

    /// <summary>Space, tab and backslash are written in octal (fstab(5)).</summary>
    private static string Plain(string folder) => folder
        .Replace(@"\040", " ", StringComparison.Ordinal).Replace(@"\011", "\t", StringComparison.Ordinal)
        .Replace(@"\134", @"\", StringComparison.Ordinal);
}
