using Farlink.Configuration;

namespace Farlink.Hosting;

/// <summary>
/// Where a running end tells its state: under systemd in the folder of RuntimeDirectory= (systemd.exec(5)), else beside its
/// store, which no other running end has.
/// </summary>
internal static class StatusPlace
{
    private const string UsualFolder = "/run/farlink";
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where to listen, and who may ask: beside the store its owner alone, else the group of the service too.</summary>
    /// <param name="role">Site or base.</param>
    /// <param name="storePath">The store.</param>
    /// <param name="runtimeFolder">RUNTIME_DIRECTORY; null or empty: not set.</param>
    public static (string Path, UnixFileMode Mode) ToListen(Role role, string storePath, string? runtimeFolder) =>
        FirstOf(runtimeFolder) is { } folder
            ? (InFolder(folder, role), Owner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)
            : (BesideStore(storePath), Owner);

    /// <summary>
    /// Where an end of this configuration may listen: a service first, as the folder of its store may be closed to us.
    /// </summary>
    public static IReadOnlyList<string> ToAsk(EndPlace place, string? runtimeFolder)
    {
        Role[] roles = place.Role is { } role ? [role] : [Role.Site, Role.Base];
        List<string> folders = FirstOf(runtimeFolder) is { } folder && folder != UsualFolder
            ? [folder, UsualFolder] : [UsualFolder];
        return [.. folders.SelectMany(one => roles.Select(wanted => InFolder(one, wanted))), BesideStore(place.StorePath)];
    }

    private static string BesideStore(string storePath) => $"{storePath}.sock";

    private static string InFolder(string folder, Role role) =>
        Path.Combine(folder, $"{role.ToString().ToLowerInvariant()}.sock");

    /// <summary>Several folders are separated by colons.</summary>
    private static string? FirstOf(string? folders) =>
        string.IsNullOrEmpty(folders) ? null : folders.Split(':', 2)[0];
}
