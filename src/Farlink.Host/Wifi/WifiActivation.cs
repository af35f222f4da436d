using Farlink.Host.Files;

namespace Farlink.Host.Wifi;

/// <summary>The commands that make written files an access point, and that end it.</summary>
internal static class WifiActivation
{
    private const string Hostapd = "hostapd.service";
    private const string Dnsmasq = "dnsmasq.service";

    private static readonly HostCommand Reload = Systemctl("daemon-reload");

    /// <summary>Chrony reads its files when it starts; one that does not run is not started for it.</summary>
    private static readonly HostCommand Clock = Systemctl("try-restart", "chrony.service");

    /// <summary>After the files are written.</summary>
    /// <param name="point">The access point.</param>
    /// <param name="profile">By which programs.</param>
    /// <param name="hasNetworkManager">Whether NetworkManager runs.</param>
    public static IReadOnlyList<HostCommand> Start(AccessPoint point, WifiProfile profile, bool hasNetworkManager) =>
        profile == WifiProfile.Hostapd ? StartHostapd(hasNetworkManager) : StartNetworkManager(point);

    /// <summary>Before what was there is put back: what is started by our files is stopped while they are there.</summary>
    public static IReadOnlyList<HostCommand> Stop(AppliedWifi applied)
    {
        if (applied.Profile == WifiProfile.NetworkManager)
        {
            return
            [
                new HostCommand("nmcli", ["connection", "down", "uuid", applied.Connection]) { MayFail = true },
                Systemctl("disable", "--now", NetworkManagerFiles.PointUnit) with { MayFail = true },
                Systemctl("disable", "--now", SharedFiles.FirewallUnit) with { MayFail = true },
            ];
        }

        List<string> units = [];
        if (applied.Hostapd != UnitState.Enabled) units.Add(Hostapd);
        if (applied.Dnsmasq != UnitState.Enabled) units.Add(Dnsmasq);
        return
        [
            Systemctl(["disable", "--now", .. units, HostapdFiles.AddressUnit, SharedFiles.FirewallUnit]) with { MayFail = true },
        ];
    }

    /// <summary>After what was there is back.</summary>
    /// <param name="applied">What was applied.</param>
    /// <param name="hasNetworkManager">Whether NetworkManager runs.</param>
    public static IReadOnlyList<HostCommand> Resume(AppliedWifi applied, bool hasNetworkManager)
    {
        List<HostCommand> commands = [Reload];
        if (applied.Profile == WifiProfile.Hostapd)
        {
            if (applied.Hostapd == UnitState.Masked) commands.Add(Systemctl("mask", Hostapd));
            if (applied.Hostapd == UnitState.Enabled) commands.Add(Systemctl("restart", Hostapd));
            if (applied.Dnsmasq == UnitState.Enabled) commands.Add(Systemctl("restart", Dnsmasq));
            if (hasNetworkManager) commands.Add(new HostCommand("nmcli", ["general", "reload", "conf"]));
        }
        else
        {
            commands.Add(new HostCommand("nmcli", ["connection", "reload"]));
        }

        commands.Add(Clock);
        return commands;
    }

    /// <summary>hostapd is masked by its package as long as it has no configuration.</summary>
    private static List<HostCommand> StartHostapd(bool hasNetworkManager)
    {
        string[] units = [SharedFiles.FirewallUnit, HostapdFiles.AddressUnit, Dnsmasq, Hostapd];
        List<HostCommand> commands = [Reload];
        if (hasNetworkManager) commands.Add(new HostCommand("nmcli", ["general", "reload", "conf"]));
        commands.Add(Systemctl("unmask", Hostapd));
        commands.Add(Systemctl(["enable", .. units]));
        commands.Add(Systemctl(["restart", .. units]));
        commands.Add(Clock);
        return commands;
    }

    private static HostCommand[] StartNetworkManager(AccessPoint point) =>
    [
        Reload,
        new HostCommand("iw", ["reg", "set", point.Country]),
        new HostCommand("nmcli", ["radio", "wifi", "on"]),
        new HostCommand("nmcli", ["connection", "reload"]),
        Systemctl("enable", SharedFiles.FirewallUnit, NetworkManagerFiles.PointUnit),
        Systemctl("restart", SharedFiles.FirewallUnit, NetworkManagerFiles.PointUnit),
        Clock,
    ];

    private static HostCommand Systemctl(params string[] arguments) => new("systemctl", arguments);
}
