using System.Net;
using Farlink.Host.Doctor;

namespace Farlink.Host.Tests.Doctor;

/// <summary>What can be wrong with the address and port of the dashboard.</summary>
internal static class DashboardCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        new("dashboard.address", "no address of this host", Verdict.Fail, "192.168.7.7, which is no address of this host",
            $"in {PiHost.Config}: listen in [dashboard]", Case.Leave) { Change = subject => At(subject, "192.168.7.7:8443") },
        new("dashboard.address", "the access point is not up", Verdict.Fail, "192.168.2.1, which is no address of this host",
            "nmcli connection up 'mqtt-ap'",
            host => host.Program("ip", "-4 -o addr", "1: lo    inet 127.0.0.1/8 scope host lo\n"))
        {
            Change = subject => At(subject, "192.168.2.1:8443"),
        },
        new("dashboard.port", "another program has it", Verdict.Fail, "127.0.0.1:8080 is taken by another program",
            "sudo ss -ltnp 'sport = :8080'", host => host.File("/proc/net/tcp", ProcNet.Tcp(("0.0.0.0", 8080, 5)))),
        new("dashboard.port", "the broker has it", Verdict.Fail, "192.168.2.1:8883 is the broker's too",
            $"in {PiHost.Config}: another port in listen of [dashboard]", Case.Leave)
        {
            Change = subject => At(subject, "192.168.2.1:8883"),
        },
        new("dashboard.port", "the service runs and does not listen", Verdict.Fail, "nobody listens on 127.0.0.1:8080",
            "sudo systemctl restart farlink-site",
            host => host.Line("/proc/locks", "2: POSIX  ADVISORY  WRITE 4711 b3:02:393226 1073741824 1073742335")),
    ];

    private static DoctorSubject At(DoctorSubject subject, string listen) =>
        subject with { Dashboard = IPEndPoint.Parse(listen) };
}
