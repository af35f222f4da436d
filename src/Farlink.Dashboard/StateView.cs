using Farlink.Dashboard.Airtime;
using Farlink.Dashboard.Chain;
using Farlink.Runtime.Status;

namespace Farlink.Dashboard;

/// <summary>Everything at one instant, looked up once.</summary>
internal sealed record StateView(
    DateTimeOffset At, IReadOnlyList<StatusReport> Reports, ChainView Chain, AirtimeView Airtime)
{
    public static StateView Of(IDashboardSource source, DateTimeOffset now)
    {
        var reports = source.Reports();
        return new StateView(now, reports, ChainView.Of(reports, source.Watch), AirtimeView.Of(reports, source.Watch, now));
    }

    /// <summary>The same without what changes as time passes: what is left changes only if something happened.</summary>
    public StateView Steady() => this with
    {
        At = default,
        Reports = [.. Reports.Select(Steady)],
        Airtime = Airtime with
        {
            Age = default,
            Bands = [.. Airtime.Bands.Select(one => (one.End, one.Band with { NextSlotIn = null }))],
        },
    };

    private static StatusReport Steady(StatusReport report) => report with
    {
        Uptime = default,
        Disk = new DiskFigures(null, null, null, null),
        Clock = report.Clock with { Utc = default },
        Service = report.Service with
        {
            Age = default,
            Radio = report.Service.Radio with { LostFor = null },
            Queue = report.Service.Queue with { OldestAge = null },
            Links =
            [
                .. report.Service.Links.Select(link => link with
                {
                    SessionAge = null,
                    SinceHeard = null,
                    Queue = link.Queue with { OldestAge = null },
                }),
            ],
            Airtime = [.. report.Service.Airtime.Select(band => band with { NextSlotIn = null })],
        },
    };
}
