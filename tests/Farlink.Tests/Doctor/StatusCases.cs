using Farlink.Host.Doctor;
using Farlink.Protocol.Units;
using Farlink.Runtime.Status;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Tests.Doctor;

/// <summary>What a running service can say of itself.</summary>
internal static class StatusCases
{
    public static IReadOnlyList<ProgramCase> All { get; } =
    [
        new("link.state", "the other end is silent", Verdict.Warn, "Link 1 (barn) is silent", "farlink status -c",
            bench => Run(bench, service => service with { Links = [Link with { IsOnline = false }] })),
        new("link.state", "the radio is lost", Verdict.Fail, "The radio is lost: it is gone", "journalctl -u farlink-site",
            bench => Run(bench, service => service with { Radio = service.Radio with { Trouble = "it is gone" } })),
        new("link.state", "the disk is full", Verdict.Fail, "no room left", "journalctl -u farlink-site",
            bench => Run(bench, service => service with { StoreTrouble = "no room left" })),
        new("link.state", "it stands still", Verdict.Fail, "has not moved for 60 s", "journalctl -u farlink-site",
            bench => Run(bench, service => service with { Age = Duration.FromSeconds(60) })),
    ];

    private static LinkFigures Link => new()
    {
        Id = 1,
        Name = "barn",
        Mode = "edhoc",
        HasSession = true,
        IsOnline = true,
        SinceHeard = Duration.FromSeconds(3.4),
        Margin = new Decibel(17),
        Sent = 100,
        Received = 90,
        Refused = 0,
        Queue = new QueueFigures(0, 0, null, 0, 0),
    };

    /// <summary>Lets somebody answer where the service of the bench would.</summary>
    public static void Run(DoctorBench bench, Func<ServiceStatus, ServiceStatus> change)
    {
        var service = change(new ServiceStatus
        {
            Role = "site",
            Name = "barn",
            Mode = "farlink",
            Age = Duration.FromMilliseconds(400),
            Radio = new RadioFigures("SX1276 on spidev0.0", false, null, null),
            Links = [Link],
            Queue = Link.Queue,
            Taken = 7,
            Received = 0,
            Airtime = [],
            Broker = new BrokerFigures { IsOwn = true, Where = "192.168.2.1:8883", IsUp = true, Clients = 4, Dropped = 0 },
        });
        service = service with { Warnings = [.. StatusWarnings.OfLinks(service.Links)] };
        var clock = new ClockFigures(DateTimeOffset.UnixEpoch, true, false, 0);
        var report = new StatusReport
        {
            Program = "0.1.0",
            Config = bench["farlink.toml"],
            ProcessId = 4711,
            Since = DateTimeOffset.UnixEpoch,
            Uptime = Duration.FromSeconds(60),
            Service = service,
            Disk = new DiskFigures(null, null, null, null),
            Clock = clock,
            Warnings = [.. StatusWarnings.Of(service, clock)],
        };
        bench.Keep(StatusServer.Start(
            bench["farlink.db.sock"], DoctorBench.OwnerOnly, () => report, NullLogger.Instance, TimeProvider.System)!);
    }
}
