using Farlink.Dashboard;
using Farlink.Dashboard.Metrics;
using Farlink.Radios;
using Farlink.Runtime.Services;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;

namespace Farlink.Hosting;

/// <summary>What a site or base shows on its dashboard.</summary>
/// <param name="end">The end.</param>
/// <param name="watch">What was seen of it.</param>
/// <param name="history">How its links were.</param>
/// <param name="report">What it says of itself.</param>
/// <param name="useAtOthers">What the certificate is for that it shows to another broker.</param>
internal sealed class EndSource(
    IRunningEnd end, WatchHub watch, ILinkHistory history, Func<StatusReport> report, string useAtOthers)
    : IDashboardSource
{
    public required DashboardAbout About { get; init; }

    public required IReadOnlyDictionary<string, RadioSettings> Radios { get; init; }

    public required IReadOnlyDictionary<string, LinkAction> Actions { get; init; }

    public Planner? Planner { get; init; }

    public WatchHub Watch => watch;

    public ILinkHistory History => history;

    public IDemoControls? Demo => null;

    public IReadOnlyList<CertificateEnd> Certificates => CertificateEnds.Of(end, useAtOthers);

    public bool IsReady => !end.Completion.IsCompleted;

    public IReadOnlyList<StatusReport> Reports() => [report()];
}
