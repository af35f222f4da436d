using System.Net;
using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>The access point: what is set up, who runs it, its files and its address.</summary>
internal static class WifiChecks
{
    /// <summary>The unit that <c>farlink wifi</c> gives the interface its address with.</summary>
    private const string AddressUnit = "farlink-ap-address";

    private const string None = "no access point is set up on this host";

    public static IReadOnlyList<Check> All { get; } =
    [
        new("wifi.profile", "An access point is set up and up", "nmcli connection show; /etc/hostapd/hostapd.conf",
            WifiCures.Usual, ProfileAsync),
        new("wifi.manager", "NetworkManager runs", "nmcli general; /etc/netplan",
            "sudo systemctl enable --now NetworkManager", With(ManagerAsync)),
        new("wifi.owner", "One program has the interface, and the right one", "nmcli device; systemctl is-active",
            "sudo systemctl disable --now hostapd, or: sudo nmcli device set wlan0 managed no", With(OwnerAsync)),
        new("wifi.hostapd", "hostapd is enabled and runs", "systemctl is-enabled and is-active hostapd",
            "sudo systemctl unmask hostapd && sudo systemctl enable --now hostapd", With(HostapdAsync)),
        new("wifi.syntax", "hostapd understands its file", "hostapd with a copy of hostapd.conf and no radio",
            "sudoedit /etc/hostapd/hostapd.conf", With(SyntaxAsync)),
        new("wifi.files", "Nobody else can read the passphrase", "modes of hostapd.conf and of NetworkManager's profiles",
            "sudo chmod 600 FILE", With((context, point, _) => Task.FromResult(Files(context, point)))),
        new("wifi.address", "The interface has the access point's address", "ip -4 addr",
            "sudo nmcli connection up NAME, or: sudo systemctl restart farlink-ap-address", With(AddressAsync)),
        new("wifi.route", "No other network has the same addresses", "/proc/net/route",
            "give the other network, or the access point, other addresses",
            With((context, point, _) => Task.FromResult(Route(context, point)))),
        new("wifi.hosts", "This host itself finds the broker by its name", "/etc/hosts",
            "echo '192.168.2.1 mqtt.com' | sudo tee -a /etc/hosts",
            With((context, point, _) => Task.FromResult(Hosts(context, point)))),
    ];

    /// <summary>Skips a check where there is no access point.</summary>
    public static Func<CheckContext, CancellationToken, Task<Finding>> With(
        Func<CheckContext, AccessPoint, CancellationToken, Task<Finding>> examine) => async (context, cancellationToken) =>
            await context.AccessPointAsync(cancellationToken) is { } point
                ? await examine(context, point, cancellationToken) : Finding.Skip(None);

    /// <summary>
    /// The same for the radio and its programs, which a host has before it is an access point. What is wrong then is a warning: a
    /// base needs none, and <c>farlink wifi</c> sets the country.
    /// </summary>
    public static Func<CheckContext, CancellationToken, Task<Finding>> WithRadio(
        Func<CheckContext, AccessPoint, CancellationToken, Task<Finding>> examine) => async (context, cancellationToken) =>
        {
            if (await context.AccessPointAsync(cancellationToken) is { } point)
                return await examine(context, point, cancellationToken);
            if (!context.Subject.MayBecomeAccessPoint || PlannedAccessPoint.Of(context.Host) is not { } planned)
                return Finding.Skip(None);
            var finding = await examine(context, planned, cancellationToken);
            return finding.Verdict == Verdict.Fail ? finding with { Verdict = Verdict.Warn } : finding;
        };

    private static async Task<Finding> ProfileAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var wanted = context.Subject.Wifi;
        if (await context.AccessPointAsync(cancellationToken) is not { } point)
        {
            // At this address devices find the broker of a site that is their access point. With another one, or every one, they
            // come by a network that is there already: to make an access point would cut it off.
            var isMeant = context.Subject.Listeners.Any(
                listener => listener.Endpoint.Address.Equals(WifiCures.UsualAddress));
            return wanted is not null || (context.Subject.IsSite && isMeant)
                ? Finding.Warn(
                    "no access point is set up: no profile of NetworkManager with mode ap, no hostapd.conf",
                    WifiCures.SetUp(context))
                : Finding.Skip(WhyNone(context.Subject));
        }

        if (wanted is not null && (wanted.Ssid != point.Ssid || wanted.Interface != point.Interface))
        {
            return Finding.Fail(
                $"the access point is {point.Ssid} on {point.Interface}, and the configuration says {wanted.Ssid} on "
                + wanted.Interface,
                WifiCures.SetUp(context));
        }

        var saw = $"{point.Ssid} on {point.Interface}, run by {(point.Connection.Length > 0 ? "NetworkManager" : "hostapd")}";
        if (point.Profile == AccessPointProfile.Hostapd) return Finding.Ok(saw);
        var active = await Nmcli.LinesAsync(
            context.Host, ["-f", "NAME", "connection", "show", "--active"], cancellationToken);
        return active.Any(line => Nmcli.Fields(line)[0] == point.Connection)
            ? Finding.Ok(saw) : Finding.Fail($"{saw}: it is not up", point.Restart);
    }

    private static string WhyNone(DoctorSubject subject)
    {
        if (!subject.IsSite) return "a base needs no access point";
        var reached = subject.Listeners.FirstOrDefault(listener => !IPAddress.IsLoopback(listener.Endpoint.Address));
        return reached is null ? "the broker's devices are on this host"
            : $"devices come by a network that is there: the broker is at {reached.Endpoint}";
    }

    private static async Task<Finding> ManagerAsync(
        CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        if (point.Profile == AccessPointProfile.Hostapd) return Finding.Skip("hostapd runs the access point");
        var lines = await Nmcli.LinesAsync(context.Host, ["-f", "RUNNING,VERSION", "general"], cancellationToken);
        if (lines is not [var line, ..] || Nmcli.Fields(line) is not ["running", var version])
            return Finding.Fail("NetworkManager does not run", "sudo systemctl enable --now NetworkManager");
        if (point.Unit is { } unit
            && await context.Host.RunAsync("systemctl", ["is-enabled", unit], cancellationToken) is { IsGood: false } state)
        {
            return Finding.Warn(
                $"NetworkManager runs, and {unit} is {state.Output.Trim()}: no access point after a restart",
                $"sudo systemctl enable {unit} && {point.Restart}");
        }

        var isNetplan = context.Host.List("/etc/netplan").Any(name => name.Contains("-NM-", StringComparison.Ordinal));
        return Finding.Ok($"NetworkManager {version}{(isNetplan ? ", its profiles kept by netplan" : "")}");
    }

    private static async Task<Finding> OwnerAsync(CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        foreach (var unit in (string[])[$"wpa_supplicant@{point.Interface}", "dhcpcd"])
        {
            if (await AccessPointFinder.IsRunningAsync(context.Host, unit, cancellationToken))
                return Finding.Fail($"{unit} works on {point.Interface} too", $"sudo systemctl disable --now {unit}");
        }

        var lines = await Nmcli.LinesAsync(
            context.Host, ["-f", "DEVICE,TYPE,STATE,CONNECTION", "device"], cancellationToken);
        var device = lines.Select(Nmcli.Fields).FirstOrDefault(fields => fields.Count == 4 && fields[0] == point.Interface);
        return point.Profile == AccessPointProfile.Hostapd
            ? OwnedByHostapd(point, device) : await OwnedByManagerAsync(context, point, device, cancellationToken);
    }

    private static Finding OwnedByHostapd(AccessPoint point, List<string>? device) =>
        device is null || device[2] == "unmanaged"
            ? Finding.Ok($"NetworkManager leaves {point.Interface} to hostapd")
            : Finding.Fail(
                $"NetworkManager has {point.Interface} too ({device[2]})", $"sudo nmcli device set {point.Interface} managed no");

    private static async Task<Finding> OwnedByManagerAsync(
        CheckContext context, AccessPoint point, List<string>? device, CancellationToken cancellationToken)
    {
        if (device is null) return Finding.Fail($"NetworkManager knows no {point.Interface}", "nmcli device");
        if (device[2] == "unmanaged")
        {
            return Finding.Fail(
                $"NetworkManager leaves {point.Interface} alone: unmanaged",
                $"sudo nmcli device set {point.Interface} managed yes");
        }

        if (device[2] == "unavailable")
            return Finding.Fail($"{point.Interface} is unavailable: WiFi is switched off", "sudo nmcli radio wifi on");
        if (await AccessPointFinder.IsRunningAsync(context.Host, "hostapd", cancellationToken))
            return Finding.Fail($"hostapd works on {point.Interface} too", "sudo systemctl disable --now hostapd");
        var use = device[3].Length > 0 ? $"in use for {device[3]}, not for the access point" : "not in use";
        return device[3] == point.Connection
            ? Finding.Ok($"NetworkManager has {point.Interface}, for {point.Connection}")
            : Finding.Fail($"{point.Interface} is {use}", point.Restart);
    }

    private static async Task<Finding> HostapdAsync(
        CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        if (point.Profile == AccessPointProfile.NetworkManager) return Finding.Skip("NetworkManager runs the access point");
        const string start = "sudo systemctl enable --now hostapd; journalctl -u hostapd -n 30 --no-pager";
        var enabled = (await context.Host.RunAsync("systemctl", ["is-enabled", "hostapd"], cancellationToken))?.Output.Trim();
        if (enabled is null) return Finding.Skip("no systemd");
        if (enabled == "masked")
        {
            return Finding.Fail(
                "hostapd is masked: Debian does that as long as it has no file",
                "sudo systemctl unmask hostapd && sudo systemctl enable --now hostapd");
        }

        if (!await AccessPointFinder.IsRunningAsync(context.Host, "hostapd", cancellationToken))
            return Finding.Fail("hostapd does not run", start);
        return enabled == "enabled"
            ? Finding.Ok("hostapd runs") : Finding.Warn($"hostapd runs, and is {enabled}: not after a restart", start);
    }

    /// <summary>
    /// hostapd has no test of its file: with no radio (driver=none) it ends at once if the file is wrong, and else stays.
    /// </summary>
    private static async Task<Finding> SyntaxAsync(CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        if (point.Profile == AccessPointProfile.NetworkManager) return Finding.Skip("NetworkManager runs the access point");
        if (!context.Host.HasProgram("hostapd")) return Finding.Fail("hostapd is not installed", "sudo apt install hostapd");
        var limit = TimeSpan.FromSeconds(1);
        var lines = context.Host.ReadLines(AccessPointFinder.HostapdFile)
            .Select(line => line.StartsWith("driver=", StringComparison.Ordinal) ? "driver=none" : line)
            .Where(line => !line.StartsWith("ctrl_interface", StringComparison.Ordinal));

        // Only this user can look into the folder: the passphrase is in the copy.
        var folder = Directory.CreateTempSubdirectory("farlink-doctor-").FullName;
        try
        {
            var copy = Path.Combine(folder, "hostapd.conf");
            await File.WriteAllLinesAsync(copy, lines, cancellationToken);
            var result = await context.Host.RunAsync("hostapd", [copy], limit, cancellationToken);
            return result!.ExitCode is null
                ? Finding.Ok($"{AccessPointFinder.HostapdFile} is understood")
                : Finding.Fail(
                    $"{AccessPointFinder.HostapdFile}: {result.Lines.FirstOrDefault(IsComplaint) ?? result.Complaint}",
                    $"sudoedit {AccessPointFinder.HostapdFile} && sudo systemctl restart hostapd");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsComplaint(string line) => line.StartsWith("Line ", StringComparison.Ordinal)
        || line.Contains("nvalid", StringComparison.Ordinal) || line.Contains("rror", StringComparison.Ordinal);

    private static Finding Files(CheckContext context, AccessPoint point)
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead
            | UnixFileMode.OtherWrite;
        const string profiles = "/etc/NetworkManager/system-connections", netplan = "/etc/netplan";
        List<string> files = point.Profile == AccessPointProfile.Hostapd
            ? [AccessPointFinder.HostapdFile]
            :
            [
                .. context.Host.List(profiles).Select(name => $"{profiles}/{name}"),
                .. context.Host.List(netplan).Select(name => $"{netplan}/{name}"),
            ];
        if (files.Count == 0) return Finding.Skip("no file with a passphrase is seen");
        return files.Find(file => (context.Host.Mode(file) & others) is { } open && open != 0) is { } readable
            ? Finding.Fail($"others may read {readable}, which can have the passphrase", $"sudo chmod 600 {readable}")
            : Finding.Ok($"only root may read {string.Join(", ", files)}");
    }

    private static async Task<Finding> AddressAsync(CheckContext context, AccessPoint point, CancellationToken cancellationToken)
    {
        var isHostapd = point.Profile == AccessPointProfile.Hostapd;
        if (await AddressTable.ReadAsync(context.Host, cancellationToken) is not { } addresses)
            return Finding.Skip("ip is not installed", "sudo apt install iproute2");
        var own = addresses.Where(one => one.Interface == point.Interface).ToList();
        var wanted = $"{point.Address}/{point.PrefixLength}";
        if (own.Exists(one => one.Address.Equals(point.Address))) return Finding.Ok($"{point.Interface} has {wanted}");
        var has = own.Count == 0 ? "no address" : string.Join(", ", own.Select(one => $"{one.Address}/{one.PrefixLength}"));
        return Finding.Fail(
            $"{point.Interface} has {has}, and should have {wanted}",
            isHostapd
                ? Give(context, point, wanted)
                : $"sudo nmcli connection modify '{point.Connection}' ipv4.addresses {wanted} && {point.Restart}");
    }

    /// <summary>With the unit of <c>farlink wifi</c>, or without.</summary>
    private static string Give(CheckContext context, AccessPoint point, string address) =>
        context.Host.Exists($"/etc/systemd/system/{AddressUnit}.service")
            ? $"sudo systemctl enable {AddressUnit} && sudo systemctl restart {AddressUnit}"
            : $"sudo ip addr replace {address} dev {point.Interface}";

    private static Finding Route(CheckContext context, AccessPoint point)
    {
        var own = AddressTable.NetworkOf(point.Address, point.PrefixLength);
        foreach (var (name, network) in AddressTable.Routes(context.Host))
        {
            if (name == point.Interface || (!own.Contains(network.BaseAddress) && !network.Contains(own.BaseAddress))) continue;
            return Finding.Fail(
                $"{network} is on {name} too: what is meant for devices leaves there",
                $"change that network at its router, or take the cable out: ip route show dev {name}");
        }

        return Finding.Ok($"{own} is on {point.Interface} alone");
    }

    private static Finding Hosts(CheckContext context, AccessPoint point)
    {
        var name = context.Subject.BrokerName;
        var entries = context.Host.ReadLines("/etc/hosts").Where(line => line[0] != '#')
            .Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Skip(1).Contains(name)).Select(words => words[0]).ToList();
        var cure = $"echo '{point.Address} {name}' | sudo tee -a /etc/hosts";
        if (entries.Count == 0)
            return Finding.Warn($"programs on this host that ask for {name} are sent to the Internet's host of that name", cure);
        return entries.Find(entry => entry != $"{point.Address}") is { } wrong
            ? Finding.Fail($"/etc/hosts says that {name} is {wrong}", $"sudo sed -i '/[[:space:]]{name}/d' /etc/hosts && {cure}")
            : Finding.Ok($"/etc/hosts says that {name} is {point.Address}");
    }
}
