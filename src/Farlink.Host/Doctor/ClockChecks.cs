using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>The clock, by which certificates are checked.</summary>
internal static class ClockChecks
{
    private const int NtpPort = 123;

    /// <summary>What lies later than the program by so many years is a mistake.</summary>
    private const int MostYears = 30;

    public static IReadOnlyList<Check> All { get; } =
    [
        new("clock.synchronized", "Something keeps the clock right", "timedatectl show", "sudo timedatectl set-ntp true",
            SynchronizedAsync),
        Check.Of("clock.date", "The date is believable", "the clock; when this program was made",
            "sudo timedatectl set-time 'YYYY-MM-DD hh:mm'", Date),
        new("clock.server", "Devices that are told of a time server find one", "dhcp-option 42; UDP port 123",
            "sudo apt install chrony && sudo systemctl enable --now chrony",
            WifiChecks.With((context, point, _) => Task.FromResult(Server(context, point)))),
        new("clock.base", "The base's time reaches this host's time server", "[clock] socket; chrony",
            "sudo systemctl restart chrony", BaseTimeAsync),
    ];

    private static async Task<Finding> SynchronizedAsync(CheckContext context, CancellationToken cancellationToken)
    {
        if (await context.Host.RunAsync("timedatectl", ["show"], cancellationToken) is not { } result)
            return Finding.Skip("timedatectl is not installed");
        if (!result.IsGood) return Finding.Skip($"timedatectl: {result.Complaint}");
        var values = KeyValues.Parse(result.Lines);
        if (values["NTPSynchronized"] == "yes") return Finding.Ok("synchronised");
        var cure = values["NTP"] == "no" ? "sudo timedatectl set-ntp true"
            : context.Host.HasProgram("chronyc") ? "chronyc sources; chronyc tracking" : "timedatectl timesync-status";
        return context.Subject.IsSite
            ? Finding.Warn("nothing keeps the clock right here: the base tells the time over the link, once there is one", cure)
            : Finding.Fail("nothing keeps the clock right: certificates are checked by it, and sites are told of it", cure);
    }

    private static Finding Date(CheckContext context)
    {
        const string cure = "sudo timedatectl set-ntp false && sudo timedatectl set-time 'YYYY-MM-DD hh:mm'";
        var now = context.Time.GetUtcNow();
        var made = context.Subject.NotBefore;
        if (now < made)
        {
            return Finding.Fail(
                $"it is {now:yyyy-MM-dd HH:mm} UTC by the clock, and this program was made on {made:yyyy-MM-dd}", cure);
        }

        return now > made.AddYears(MostYears)
            ? Finding.Fail($"it is {now:yyyy-MM-dd} by the clock, {MostYears} years after this program was made", cure)
            : Finding.Ok($"{now:yyyy-MM-dd HH:mm} UTC");
    }

    private static Finding Server(CheckContext context, AccessPoint point)
    {
        var options = DnsmasqFiles.Read(context.Host, point.DnsmasqFolder).All("dhcp-option");
        if (!options.Any(value => Option(value) is "42" or "option:ntp-server"))
            return Finding.Skip("devices are not told of a time server");
        return SocketTable.Udp(context.Host).Exists(socket => socket.Endpoint.Port == NtpPort)
            ? Finding.Ok("a time server listens on UDP port 123")
            : Finding.Fail(
                "DHCP tells devices of a time server, and nobody listens on UDP port 123",
                "sudo apt install chrony && sudo systemctl enable --now chrony");
    }

    /// <summary>dhcp-option=[tag:NAME,..]OPTION,VALUE (dnsmasq(8)).</summary>
    private static string? Option(string value) => value.Split(',', StringSplitOptions.TrimEntries)
        .FirstOrDefault(part => !part.StartsWith("tag:", StringComparison.Ordinal));

    /// <summary>A site far from the Internet has the time from its base: chrony.conf(5), "refclock SOCK".</summary>
    private static async Task<Finding> BaseTimeAsync(CheckContext context, CancellationToken cancellationToken)
    {
        const string file = "/etc/chrony/conf.d/farlink.conf", restart = "sudo systemctl restart chrony";
        if (!context.Subject.IsSite) return Finding.Skip("a base has the time from the Internet");
        if (context.Subject.ClockSocket is not { } socket) return Finding.Skip("[clock] socket is \"\": nobody is told");
        if (!await AccessPointFinder.IsRunningAsync(context.Host, "chrony", cancellationToken))
            return Finding.Skip("chrony does not run, which would take it");
        var open = $"sudo chgrp farlink {socket} && sudo chmod 660 {socket}";
        if (!context.Host.Exists(socket))
        {
            return Finding.Warn(
                $"chrony runs, and does not listen at {socket}: the base's time does not set this host's clock",
                context.Host.Exists(file) ? $"{restart}; journalctl -u chrony -n 20 --no-pager"
                    : $"echo 'refclock SOCK {socket} refid FLNK stratum 8 poll 4 filter 1 delay 2 precision 0.5' | "
                        + $"sudo tee {file} && {restart} && {open}");
        }

        if (await FileOwner.ReadAsync(context.Host, socket, cancellationToken) is not { } owner)
            return Finding.Skip($"stat does not tell who may use {socket}");
        var account = Account.Read(context.Host);
        return owner.IsOpenTo(account)
            ? Finding.Ok($"chrony takes it at {socket}")
            : Finding.Warn($"{account.Name} may not write to {socket}: the base's time does not set this host's clock", open);
    }
}
