using Farlink.Dashboard.Metrics;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;
using Farlink.Storage;
using Farlink.Tests.Shared;

namespace Farlink.Dashboard.Tests;

/// <summary>A program that gives what a test says. What was seen is a real hub.</summary>
internal sealed class BenchSource(TimeProvider time) : IDashboardSource, ILinkHistory
{
    public static RadioSettings Radio { get; } = new() { Frequency = Hertz.FromMegahertz(869.525) };

    public DashboardAbout About { get; set; } = new("0.1.0", "site", "barn");

    public WatchHub Watch { get; set; } = new(new WatchOptions { IsNative = false, KeepsPayloads = true }, time);

    public bool IsReady { get; set; } = true;

    public ILinkHistory? History { get; set; }

    public IReadOnlyDictionary<string, RadioSettings> Radios { get; } =
        new Dictionary<string, RadioSettings> { ["site"] = Radio };

    public Dictionary<string, LinkAction> GivenActions { get; } = [];

    public IReadOnlyDictionary<string, LinkAction> Actions => GivenActions;

    public IDemoControls? Demo { get; set; }

    public Planner? Planner { get; set; }

    public IReadOnlyList<CertificateEnd> Certificates { get; set; } = [];

    public List<StatusReport> GivenReports { get; } = [StatusReports.Site];

    public List<LinkSample> Samples { get; } = [];

    /// <summary>Why the history cannot be read; null: it can.</summary>
    public string? HistoryTrouble { get; set; }

    /// <summary>How often the state was asked for.</summary>
    public int Asked { get; private set; }

    public IReadOnlyList<StatusReport> Reports()
    {
        Asked++;
        return GivenReports;
    }

    public LinkTrack? Query(string role, int link, HistorySpan span)
    {
        if (HistoryTrouble is { } trouble) throw new StoreException(trouble);
        return link != 1 ? null : new LinkTrack(
            "barn", span == HistorySpan.TenMinutes ? 10 : 600,
            [
                new LinkSample
                {
                    Role = role,
                    Link = link,
                    At = 100,
                    RssiDbm = -96,
                    SnrDb = 9.5,
                    MarginDb = 17,
                    Loss = 0.125,
                    Repeats = 4,
                    RoundTripSeconds = 1.25,
                    Queue = 3,
                    Online = 1,
                },
                new LinkSample { Role = role, Link = link, At = 110, Loss = 0 },
            ]);
    }

    public IReadOnlyList<LinkSample> Latest() => [.. Samples];
}
