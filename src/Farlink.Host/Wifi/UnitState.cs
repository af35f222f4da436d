using Farlink.Host.Files;

namespace Farlink.Host.Wifi;

/// <summary>Whether systemd starts a unit with the system.</summary>
internal enum UnitState
{
    /// <summary>It does not.</summary>
    Disabled,

    /// <summary>It does.</summary>
    Enabled,

    /// <summary>Nobody can start it.</summary>
    Masked,
}

/// <summary>Reads it from the links of a system that need not run.</summary>
internal static class UnitStates
{
    private const string Folder = "/etc/systemd/system";

    /// <summary>The state of a unit (systemctl(1), "enable" and "mask").</summary>
    /// <param name="root">The system.</param>
    /// <param name="unit">The unit's name.</param>
    public static UnitState Of(HostRoot root, string unit)
    {
        if (new FileInfo(root.Map($"{Folder}/{unit}")).LinkTarget == "/dev/null") return UnitState.Masked;
        if (!Directory.Exists(root.Map(Folder))) return UnitState.Disabled;

        // The target of the link is on another root in a test: that there is a link is what counts.
        return Directory.EnumerateDirectories(root.Map(Folder), "*.wants")
            .Any(folder => new FileInfo(Path.Combine(folder, unit)) is { LinkTarget: not null } or { Exists: true })
            ? UnitState.Enabled : UnitState.Disabled;
    }
}
