using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>
/// What is in the state folder and is not its user's, mostly because root has made it there: the service cannot use that.
/// </summary>
internal static class StateFiles
{
    /// <summary>
    /// Looks for it with find(1), which follows no link but the folder's own. The service makes a folder in it, and none in that.
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="folder">The state folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// Paths, a folder before what is in it; none if the folder is not the service's user's, or this user may not look.
    /// </returns>
    public static async Task<IReadOnlyList<string>> StrangersAsync(
        HostView host, string folder, CancellationToken cancellationToken)
    {
        if (Account.ServiceUserId(host) is not { } user || !host.Exists(folder)) return [];
        var real = host.Real(folder);
        var result = await host.RunAsync(
            "find",
            [
                "-H", real, "-maxdepth", "2", "-name", "lost+found", "-prune", "-o", "!", "-uid", user, "!", "-type", "l",
                "-print",
            ],
            cancellationToken);
        var found = result?.Lines ?? [];
        if (found.Contains(real)) return [];
        return
        [
            .. found.Where(path => path.StartsWith($"{real}/", StringComparison.Ordinal))
                .Select(path => folder + path[real.Length..]),
        ];
    }

    /// <summary>The command that gives all of the folder to the service's user. chown -R follows no link in it.</summary>
    public static string Cure(HostView host, string folder) =>
        $"sudo chown -R {Account.ServiceUser}: {folder}{(host.LinkTarget(folder) is null ? "" : "/")}";
}
