using Farlink.Host.Doctor;
using Farlink.Protocol.Units;
using Farlink.Runtime.Status;
using Farlink.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Tests.Doctor;

/// <summary>What a running service can say of itself.</summary>
internal static class StatusCases
{
    public static IReadOnlyList<ProgramCase> All { get; } =
    [
        new("link.state", "the other end is silent", Verdict.Warn, "Link 1 (barn) is silent", "farlink status -c",
            bench => Run(bench, service => service with { Links = [StatusReports.Link with { IsOnline = false }] })),
        new("link.state", "the radio is lost", Verdict.Fail, "The radio is lost: it is gone", "journalctl -u farlink-site",
            bench => Run(bench, service => service with { Radio = service.Radio with { Trouble = "it is gone" } })),
        new("link.state", "the disk is full", Verdict.Fail, "no room left", "journalctl -u farlink-site",
            bench => Run(bench, service => service with { StoreTrouble = "no room left" })),
        new("link.state", "it stands still", Verdict.Fail, "has not moved for 60 s", "journalctl -u farlink-site",
            bench => Run(bench, service => service with { Age = Duration.FromSeconds(60) })),
        new("link.state", "nothing keeps the clock right", Verdict.Warn, "Nothing keeps this host's clock right",
            "sudo timedatectl set-ntp true\nsudo farlink doctor -c ", bench => Run(bench, service => service, isTimed: false)),
    ];

    /// <summary>Lets somebody answer where the service of the bench would.</summary>
    public static void Run(DoctorBench bench, Func<ServiceStatus, ServiceStatus> change, bool isTimed = true)
    {
        var service = change(StatusReports.Site.Service);
        service = service with { Warnings = [.. StatusWarnings.OfLinks(service.Links, service.Airtime[0].NextSlotIn)] };
        var clock = new ClockFigures(DateTimeOffset.UnixEpoch, isTimed, false, 0);
        var report = StatusReports.Site with
        {
            Config = bench["farlink.toml"],
            Service = service,
            Clock = clock,
            Warnings = [.. StatusWarnings.Of(service, clock)],
        };
        bench.Keep(StatusServer.Start(
            bench["farlink.db.sock"], DoctorBench.OwnerOnly, () => report, NullLogger.Instance, TimeProvider.System)!);
    }
}
