using Farlink.Hosting;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.Services;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;

namespace Farlink.Demo;

/// <summary>What the page of a demonstration shows and changes. All of it may be asked from any thread.</summary>
/// <param name="watch">What was seen of both ends.</param>
/// <param name="ends">Both ends.</param>
/// <param name="controls">What a visitor may change.</param>
/// <param name="channel">Channel and modulation of both.</param>
/// <param name="time">The clock that people go by.</param>
internal sealed class DemoPage(
    WatchHub watch, DemoEnds ends, DemoControls controls, RadioSettings channel, TimeProvider time)
{
    private static readonly string[] Roles = ["site", "base"];

    /// <summary>What was seen.</summary>
    public WatchHub Watch => watch;

    /// <summary>What a visitor may change.</summary>
    public DemoControls Controls => controls;

    /// <summary>Whether both ends run.</summary>
    public bool IsReady => ends.Site.IsUp && ends.Base.IsUp;

    /// <summary>Channel and modulation of each end by its role, for captures.</summary>
    public IReadOnlyDictionary<string, RadioSettings> Radios => Roles.ToDictionary(role => role, _ => channel);

    /// <summary>An end by its role; null while it is down, or if it is neither of the two.</summary>
    public IRunningEnd? Running(string role) => role switch
    {
        "site" => ends.Site.Running,
        "base" => ends.Base.Running,
        _ => null,
    };

    /// <summary>What the ends that run say of themselves.</summary>
    public IReadOnlyList<ServiceStatus> Statuses() =>
        [.. Roles.Select(Running).OfType<IRunningEnd>().Select(end => end.Status())];

    /// <summary>The state of both ends, the site's first.</summary>
    public IReadOnlyList<StatusReport> Reports() => [Report(ends.Site), Report(ends.Base)];

    private StatusReport Report(DemoEnd end)
    {
        var now = time.GetUtcNow();
        var service = end.Status();

        // Its shared key was made for this run and goes with it: nothing to warn of.
        var links = service.Links.Select(link => link with { Mode = "demo" });
        service = service with { Warnings = [.. StatusWarnings.OfLinks(links, null)] };
        if (Regions.All[0].Check(channel.Frequency, channel.Modulation.Bandwidth).Binding is { } band)
        {
            var name = $"{band.Name} {band.Low.Megahertz:0.###}-{band.High.Megahertz:0.###} MHz";
            service = service with { Airtime = [.. service.Airtime.Select(one => one with { Band = name })] };
        }

        // Its certificates are some seconds old: whatever the host's clock says, they are good.
        var clock = new ClockFigures(now, IsSynchronized: true, IsTold: false, Jumps: 0);
        return new StatusReport
        {
            Program = StatusBoard.Program,
            Config = "",
            ProcessId = Environment.ProcessId,
            Since = end.Since,
            Uptime = Duration.FromTimeSpan(now - end.Since),
            Service = service,

            // The kernel counts what the whole process writes, not each end by itself.
            Disk = new DiskFigures(null, service.PayloadOctets, null, null),
            Clock = clock,
            Warnings = [.. StatusWarnings.Of(service, clock)],
        };
    }
}
