using Farlink.Host.Files;

namespace Farlink.Host.Wifi;

/// <summary>
/// A system that becomes an access point, and what it was again. Commands are given back, not run: whoever calls decides that.
/// </summary>
public sealed class WifiSite
{
    /// <summary>
    /// Where it is kept what was there before. Not in <c>/var/lib/farlink</c>: systemd gives all that is in a service's
    /// <c>StateDirectory</c> to the service's user.
    /// </summary>
    public const string UndoPath = "/var/lib/farlink-wifi";

    private readonly HostRoot _root;
    private readonly UndoableFiles _files;

    /// <summary>Makes one.</summary>
    /// <param name="root">The system.</param>
    public WifiSite(HostRoot root)
    {
        _root = root;
        _files = new UndoableFiles(root, UndoPath);
    }

    /// <summary>
    /// Interface, name and country of the access point that is applied, empty where an older version did not note them; null:
    /// none is applied.
    /// </summary>
    /// <exception cref="HostFileException">It cannot be read, mostly because this user may not.</exception>
    public (string Interface, string Ssid, string Country)? FindApplied()
    {
        if (_files.Notes is not { } notes) return null;
        var applied = AppliedWifi.Read(notes);
        return (applied.Interface, applied.Ssid, applied.Country);
    }

    /// <summary>A profile's name.</summary>
    public static string WordOf(WifiProfile profile) => AppliedWifi.WordOf(profile);

    /// <summary>Debian's packages that it lacks for a profile.</summary>
    public IReadOnlyList<string> MissingPackages(WifiProfile profile) => WifiPackages.Missing(profile, _root);

    /// <summary>Keeps other programs from applying and undoing; disposing of the result ends that.</summary>
    /// <exception cref="HostFileException">Another one is at it.</exception>
    public IDisposable Lock() => WifiLock.Take(_root);

    /// <summary>
    /// Why an access point cannot be on this system: its interface is not there, or has no WiFi. Null: it can. Its files can be
    /// written for another system all the same.
    /// </summary>
    public string? RefuseInterface(AccessPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return WifiInterfaces.Refuse(point.Interface, _root);
    }

    /// <summary>Refuses an access point that something of another profile is in the way of.</summary>
    /// <param name="point">The access point.</param>
    /// <param name="profile">By which programs it is to be made.</param>
    /// <exception cref="AccessPointException">The access point is refused.</exception>
    /// <exception cref="HostFileException">One of another profile is applied, or its files are here.</exception>
    public void RefuseOtherProfile(AccessPoint point, WifiProfile profile) => MakeNotes(point, profile);

    /// <summary>Its WiFi interfaces, by name.</summary>
    public IReadOnlyList<string> Interfaces() => WifiInterfaces.All(_root);

    /// <summary>The commands that make an access point of written files.</summary>
    public IReadOnlyList<HostCommand> StartCommands(AccessPoint point, WifiProfile profile) =>
        WifiActivation.Start(point, profile, WifiFiles.HasNetworkManager(_root));

    /// <summary>Writes the files of an access point. Afterwards come <see cref="StartCommands"/>.</summary>
    /// <param name="point">The access point.</param>
    /// <param name="profile">By which programs.</param>
    /// <returns>What was done to files.</returns>
    /// <exception cref="AccessPointException">The access point is refused; nothing was written.</exception>
    /// <exception cref="HostFileException">One of another profile is applied, or a file cannot be written.</exception>
    public IReadOnlyList<FileEvent> Apply(AccessPoint point, WifiProfile profile)
    {
        var files = WifiFiles.Make(point, profile);
        return _files.Apply(files, MakeNotes(point, profile).ToNotes());
    }

    /// <summary>The commands before and after <see cref="Undo"/>.</summary>
    /// <exception cref="HostFileException">What was applied cannot be read.</exception>
    public (IReadOnlyList<HostCommand> Before, IReadOnlyList<HostCommand> After) UndoCommands()
    {
        if (_files.Notes is not { } notes) return ([], []);
        var applied = AppliedWifi.Read(notes);
        return (WifiActivation.Stop(applied), WifiActivation.Resume(applied, WifiFiles.HasNetworkManager(_root)));
    }

    /// <summary>Puts back what was there.</summary>
    /// <returns>What was done to files.</returns>
    /// <exception cref="HostFileException">Nothing was applied, or it cannot be put back.</exception>
    public IReadOnlyList<FileEvent> Undo() => _files.Undo();

    private AppliedWifi MakeNotes(AccessPoint point, WifiProfile profile)
    {
        var before = _files.Notes is { } notes ? AppliedWifi.Read(notes) : null;
        var applied = AppliedWifi.Make(point, profile, _root, before);
        if (WifiFiles.OfOther(point, profile, _root) is { Count: > 0 } others)
        {
            throw new HostFileException(
                "Files of another profile are here, which farlink wifi --output has written; both together are no access point. "
                + $"Nothing was written. Remove them first: sudo rm {string.Join(' ', others)}");
        }

        return applied;
    }
}
