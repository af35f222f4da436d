using Farlink.Host.Files;

namespace Farlink.Host.Wifi;

/// <summary>
/// A system that becomes an access point, and what it was again. Commands are given back, not run: whoever calls decides that.
/// </summary>
/// <param name="root">The system.</param>
public sealed class WifiSite(HostRoot root)
{
    /// <summary>Where it is kept what was there before.</summary>
    public const string UndoPath = "/var/lib/farlink/wifi-undo";

    private readonly UndoableFiles _files = new(root, UndoPath);

    /// <summary>A profile's name.</summary>
    public static string WordOf(WifiProfile profile) => AppliedWifi.WordOf(profile);

    /// <summary>Debian's packages that it lacks for a profile.</summary>
    public IReadOnlyList<string> MissingPackages(WifiProfile profile) => WifiPackages.Missing(profile, root);

    /// <summary>The commands that make an access point of written files.</summary>
    public IReadOnlyList<HostCommand> StartCommands(AccessPoint point, WifiProfile profile) =>
        WifiActivation.Start(point, profile, WifiFiles.HasNetworkManager(root));

    /// <summary>Writes the files of an access point. Afterwards come <see cref="StartCommands"/>.</summary>
    /// <param name="point">The access point.</param>
    /// <param name="profile">By which programs.</param>
    /// <returns>What was done to files.</returns>
    /// <exception cref="AccessPointException">The access point is refused; nothing was written.</exception>
    /// <exception cref="HostFileException">One of another profile is applied, or a file cannot be written.</exception>
    public IReadOnlyList<FileEvent> Apply(AccessPoint point, WifiProfile profile)
    {
        var files = WifiFiles.Make(point, profile);
        var before = _files.Notes is { } notes ? AppliedWifi.Read(notes) : null;
        return _files.Apply(files, AppliedWifi.Make(point, profile, root, before).ToNotes());
    }

    /// <summary>The commands before and after <see cref="Undo"/>.</summary>
    /// <exception cref="HostFileException">What was applied cannot be read.</exception>
    public (IReadOnlyList<HostCommand> Before, IReadOnlyList<HostCommand> After) UndoCommands()
    {
        if (_files.Notes is not { } notes) return ([], []);
        var applied = AppliedWifi.Read(notes);
        return (WifiActivation.Stop(applied), WifiActivation.Resume(applied, WifiFiles.HasNetworkManager(root)));
    }

    /// <summary>Puts back what was there.</summary>
    /// <returns>What was done to files.</returns>
    /// <exception cref="HostFileException">Nothing was applied, or it cannot be put back.</exception>
    public IReadOnlyList<FileEvent> Undo() => _files.Undo();
}
