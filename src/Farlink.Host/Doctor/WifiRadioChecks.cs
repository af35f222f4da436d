using Farlink.Host.Inspection;
using Farlink.Protocol.Text;

namespace Farlink.Host.Doctor;

/// <summary>The WiFi radio: whether it is there, may send, and can do what is asked of it.</summary>
internal static class WifiRadioChecks
{
    private const string Iw = "sudo apt install iw";

    /// <summary>The driver of the radios that Raspberry Pis have.</summary>
    private const string PiDriver = "brcmfmac";

    public static IReadOnlyList<Check> All { get; } =
    [
        new("wifi.interface", "The WiFi interface is there", "/sys/class/net", "ip link",
            WifiChecks.WithRadio((context, point, _) => Task.FromResult(Interface(context, point)))),
        new("wifi.rfkill", "WiFi is not switched off", "/sys/class/rfkill", "sudo rfkill unblock wlan",
            WifiChecks.WithRadio((context, point, _) => Task.FromResult(Rfkill(context, point)))),
        new("wifi.country", "The country is set, and the one that is configured", "iw reg get",
            "sudo raspi-config nonint do_wifi_country COUNTRY", WifiChecks.WithRadio(CountryAsync)),
        new("wifi.mode", "The radio can be an access point", "iw phy", "another WiFi adapter: iw phy shows what one can do",
            WifiChecks.WithRadio(ModeAsync)),
        new("wifi.channel", "An access point may use the channel", "iw phy",
            "sudo nmcli connection modify NAME 802-11-wireless.channel 6", WifiChecks.With(ChannelAsync)),
        new("wifi.protection", "Devices and driver can do the security that is asked for", "key management and 802.11w; iw phy",
            "sudo nmcli connection modify NAME 802-11-wireless-security.pmf disable", WifiChecks.With(ProtectionAsync)),
        new("wifi.powersave", "The radio does not sleep", "iw dev get power_save",
            "sudo nmcli connection modify NAME 802-11-wireless.powersave 2", WifiChecks.With(PowerSaveAsync)),
        new("wifi.station", "The same radio is not in another network", "iw dev", "sudo nmcli device disconnect INTERFACE",
            WifiChecks.WithRadio(StationAsync)),
        new("wifi.clients", "Devices have joined", "iw dev station dump", "journalctl -u NetworkManager -n 50 --no-pager",
            WifiChecks.With(ClientsAsync)),
    ];

    private static Finding Interface(CheckContext context, AccessPoint point)
    {
        var folder = $"/sys/class/net/{point.Interface}";
        if (context.Host.Exists($"{folder}/phy80211") || context.Host.Exists($"{folder}/wireless"))
            return Finding.Ok($"{point.Interface}, driver {Driver(context.Host, point)}");
        if (context.Host.Exists(folder)) return Finding.Fail($"{point.Interface} is no WiFi interface", "iw dev");
        var others = context.Host.List("/sys/class/net")
            .Where(name => context.Host.Exists($"/sys/class/net/{name}/phy80211")).ToList();
        if (others.Count > 0)
        {
            return Finding.Fail(
                $"there is no {point.Interface}; WiFi is on {string.Join(", ", others)}",
                $"sudo farlink wifi --interface {others[0]} --ssid '{point.Ssid}' --country {CountryOf(point)} --apply");
        }

        return BootConfig.Read(context.Host) is { } config && config.Overlays.Any(overlay => overlay.Name == "disable-wifi")
            ? Finding.Fail(
                $"there is no {point.Interface}: the overlay disable-wifi in {config.Path}",
                $"sudo sed -i '/^dtoverlay=disable-wifi/d' {config.Path} && sudo reboot")
            : Finding.Fail($"there is no {point.Interface}, and no other WiFi interface", "dmesg | grep -i -e brcmfmac -e wlan");
    }

    private static string Driver(HostView host, AccessPoint point) =>
        host.LinkTarget($"/sys/class/net/{point.Interface}/device/driver")?.Split('/')[^1] ?? "not known";

    private static Finding Rfkill(CheckContext context, AccessPoint point)
    {
        const string folder = "/sys/class/rfkill";
        var isSeen = false;
        foreach (var name in context.Host.List(folder))
        {
            if (context.Host.ReadText($"{folder}/{name}/type")?.Trim() != "wlan") continue;
            isSeen = true;
            if (context.Host.ReadText($"{folder}/{name}/hard")?.Trim() == "1")
                return Finding.Fail("WiFi is switched off by a switch of the device (hard block)", "rfkill list");
            if (context.Host.ReadText($"{folder}/{name}/soft")?.Trim() == "1")
            {
                return Finding.Fail(
                    "WiFi is switched off (soft block), as Raspberry Pi OS has it until a country is set",
                    $"{SetCountry(context.Host, point)} && sudo rfkill unblock wlan");
            }
        }

        return isSeen ? Finding.Ok("WiFi is not switched off") : Finding.Skip("no WiFi radio in /sys/class/rfkill");
    }

    /// <summary>For now and for every start.</summary>
    private static string SetCountry(HostView host, AccessPoint point)
    {
        var country = CountryOf(point);
        return host.HasProgram("raspi-config")
            ? $"sudo raspi-config nonint do_wifi_country {country}"
            : $"sudo iw reg set {country} && echo 'options cfg80211 ieee80211_regdom={country}' | "
                + "sudo tee /etc/modprobe.d/farlink.conf";
    }

    private static string CountryOf(AccessPoint point) => point.Country.Length > 0 ? point.Country : "COUNTRY";

    private static async Task<Finding> CountryAsync(CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        if (await context.Host.RunAsync("iw", ["reg", "get"], cancellationToken) is not { } result)
            return Finding.Skip("iw is not installed", Iw);
        if (Regulatory.Country(result.Lines) is not { } country) return Finding.Skip($"iw reg get: {result.Complaint}");
        var cure = SetCountry(context.Host, point);
        if (country == "00") return Finding.Fail("no country is set: some channels, or all, may not be used", cure);
        return point.Country.Length > 0 && point.Country != country
            ? Finding.Fail($"the country in force is {country}, and the access point's is {point.Country}", cure)
            : Finding.Ok($"{country}");
    }

    /// <summary>The radio of the access point's interface; null if iw does not show it.</summary>
    private static async Task<Wiphy?> RadioAsync(CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        if (await context.Host.RunAsync("iw", ["phy"], cancellationToken) is not { IsGood: true } result) return null;
        var radios = Wiphy.Parse(result.Lines);
        var name = context.Host.ReadText($"/sys/class/net/{point.Interface}/phy80211/name")?.Trim();
        return radios.Find(radio => radio.Name == name) ?? radios.FirstOrDefault();
    }

    private static async Task<Finding> ModeAsync(CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        if (await RadioAsync(context, point, cancellationToken) is not { } radio)
            return Finding.Skip("iw does not show the radio", Iw);
        return radio.Modes.Contains("AP")
            ? Finding.Ok($"{radio.Name} can be an access point")
            : Finding.Fail(
                $"{radio.Name} can be {string.Join(", ", radio.Modes)}, and no access point",
                "use another WiFi adapter: iw phy, \"Supported interface modes\", must list AP");
    }

    private static async Task<Finding> ChannelAsync(CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        const int highest = 14;
        var cure = Modify(point, "802-11-wireless.channel 6", "s/^channel=.*/channel=6/");
        if (point.Channel > highest)
            return Finding.Fail($"channel {point.Channel} is at 5 GHz, which an ESP8266 does not hear", cure);
        if (await RadioAsync(context, point, cancellationToken) is not { Channels.Count: > 0 } radio)
            return Finding.Skip("iw does not show the channels", Iw);
        if (point.Channel == 0) return Finding.Ok("chosen by the driver");
        var channel = radio.Channels.FirstOrDefault(one => one.Number == point.Channel);
        return channel is { IsForAccessPoints: true }
            ? Finding.Ok($"channel {point.Channel}")
            : Finding.Fail(
                $"channel {point.Channel} may not be used here ({channel?.Remark.Trim() ?? "not known to the radio"})",
                $"{cure}; or set the country: {SetCountry(context.Host, point)}");
    }

    private static async Task<Finding> ProtectionAsync(
        CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        var off = Modify(point, "802-11-wireless-security.pmf disable", "s/^ieee80211w=.*/ieee80211w=0/");
        var personal = Modify(point, "802-11-wireless-security.key-mgmt wpa-psk", "s/^wpa_key_mgmt=.*/wpa_key_mgmt=WPA-PSK/");
        if (point.KeyManagement.Length == 0 || point.KeyManagement == "none")
            return Finding.Fail("the access point is open, or has WEP: anybody can join", personal);
        if (point.IsSaeOnly)
            return Finding.Warn("only WPA3 (SAE) is offered: an ESP8266 cannot join", personal);
        if (point.Protection == ManagementProtection.Off) return Finding.Ok($"{point.KeyManagement}, 802.11w off");
        var isRequired = point.Protection == ManagementProtection.Required;
        var what = isRequired ? "802.11w is required" : "802.11w is offered";
        if (await RadioAsync(context, point, cancellationToken) is { ProtectsManagement: false })
            return Finding.Fail($"{what}, and the radio has no cipher for it", off);
        if (Driver(context.Host, point) == PiDriver)
        {
            return isRequired
                ? Finding.Fail($"{what}, and {PiDriver} cannot keep it up: devices do not stay", off)
                : Finding.Warn($"{what}, and some firmware of {PiDriver} fails with it", off);
        }

        return isRequired
            ? Finding.Warn($"{what}: an ESP8266 cannot join", off) : Finding.Ok($"{point.KeyManagement}, 802.11w offered");
    }

    private static async Task<Finding> PowerSaveAsync(
        CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        if (await context.Host.RunAsync("iw", ["dev", point.Interface, "get", "power_save"], cancellationToken) is not { } result)
            return Finding.Skip("iw is not installed", Iw);
        if (!result.IsGood) return Finding.Skip($"iw: {result.Complaint}");
        var cure = point.Profile == AccessPointProfile.NetworkManager
            ? Modify(point, "802-11-wireless.powersave 2", "") : $"sudo iw dev {point.Interface} set power_save off";
        return result.Output.Contains("Power save: on", StringComparison.Ordinal)
            ? Finding.Warn("power saving is on: devices wait, and lose the access point at times", cure)
            : Finding.Ok("power saving is off");
    }

    private static async Task<Finding> StationAsync(CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        if (await context.Host.RunAsync("iw", ["dev"], cancellationToken) is not { } result)
            return Finding.Skip("iw is not installed", Iw);
        var all = WifiInterface.Parse(result.Lines);
        if (all.Find(one => one.Name == point.Interface) is not { } own)
            return Finding.Skip($"iw does not show {point.Interface}");
        var clients = all.Where(one => one.Phy == own.Phy && one.Kind == "managed" && one.Ssid.Length > 0).ToList();
        if (clients.Find(one => one.Name != own.Name) is { } other)
        {
            return Finding.Warn(
                $"{other.Name} is in the network {other.Ssid} with the same radio: both follow one channel, and break off",
                $"use Ethernet or a second adapter, then: sudo nmcli device disconnect {other.Name}");
        }

        if (own.Kind != "managed" || own.Ssid.Length == 0)
            return Finding.Ok($"{own.Name} is {own.Kind}, and alone on its radio");
        return point.IsPlanned
            ? Finding.Warn(
                $"{own.Name} is a client of {own.Ssid}: an access point on it ends that",
                "use Ethernet or a second adapter before: sudo farlink wifi")
            : Finding.Fail(
                $"{own.Name} is a client of {own.Ssid}, no access point",
                point.Profile == AccessPointProfile.NetworkManager ? point.Restart : "sudo systemctl restart hostapd");
    }

    private static async Task<Finding> ClientsAsync(CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        if (await context.Host.RunAsync("iw", ["dev", point.Interface, "station", "dump"], cancellationToken) is not { } result)
            return Finding.Skip("iw is not installed", Iw);
        if (!result.IsGood) return Finding.Skip($"iw: {result.Complaint}");
        var count = result.Lines.Count(line => line.StartsWith("Station ", StringComparison.Ordinal));
        var unit = point.Profile == AccessPointProfile.NetworkManager ? "NetworkManager" : "hostapd";
        return count > 0
            ? Finding.Ok($"{Counted.Of(count, "device has", "devices have")} joined")
            : Finding.Warn($"no device has joined {point.Ssid}", $"journalctl -u {unit} -n 50 --no-pager");
    }

    /// <summary>The command that changes the access point and starts it again.</summary>
    private static string Modify(AccessPoint point, string setting, string substitution) =>
        point.Profile == AccessPointProfile.NetworkManager
            ? $"sudo nmcli connection modify '{point.Connection}' {setting} && {point.Restart}"
            : $"sudo sed -i '{substitution}' {AccessPointFinder.HostapdFile} && sudo systemctl restart hostapd";
}
