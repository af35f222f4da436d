using System.Globalization;

namespace Farlink.Host.Inspection;

/// <summary>Whether a site or base runs on this host, seen from outside: nothing is opened that it has open.</summary>
internal static class RunningService
{
    /// <summary>Finds the process that has locked a store, or runs a configuration.</summary>
    /// <param name="host">The host.</param>
    /// <param name="store">The file of the durable queues, with its whole path.</param>
    /// <param name="config">The configuration's file, with its whole path.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its id; null if there is none.</returns>
    public static async Task<int?> FindAsync(
        HostView host, string store, string config, CancellationToken cancellationToken)
    {
        if (host.Exists(store) && await FileOwner.ReadAsync(host, store, cancellationToken) is { } file
            && Locker(host, file.Inode) is { } locker) return locker;
        foreach (var name in host.List("/proc"))
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            if (Runs(host, id, config)) return id;
        }

        return null;
    }

    /// <summary>Who has locked a file, from /proc/locks (proc(5)): SQLite keeps its lock as long as the service runs.</summary>
    private static int? Locker(HostView host, long wanted)
    {
        foreach (var line in host.ReadLines("/proc/locks"))
        {
            // 1: POSIX  ADVISORY  WRITE 1234 b3:02:393226 1073741824 1073742335
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields is not [_, "POSIX", _, _, var process, var place, ..]) continue;
            if (place.Split(':') is not [_, _, var inode]) continue;
            if (!long.TryParse(inode, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number != wanted)
                continue;
            if (int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0) return id;
        }

        return null;
    }

    /// <summary>In radiohead mode with a simulated radio there is no store, but there is a command line.</summary>
    private static bool Runs(HostView host, int process, string config)
    {
        var words = Processes.Words(host, $"{process}");
        if (words.Length < 2 || Path.GetFileName(words[0]) != "farlink" || words[1] is not ("site" or "base")) return false;
        var at = Array.FindIndex(words, word => word is "-c" or "--config");
        var path = at >= 0 && at + 1 < words.Length ? words[at + 1] : "farlink.toml";
        if (Path.IsPathFullyQualified(path)) return path == config;

        // Where another user's process stands cannot be seen: then the name alone must do.
        var folder = host.LinkTarget($"/proc/{process}/cwd");
        return folder is null ? Path.GetFileName(path) == Path.GetFileName(config) : Path.GetFullPath(path, folder) == config;
    }
}
