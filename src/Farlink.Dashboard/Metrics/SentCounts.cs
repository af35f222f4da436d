using Farlink.Protocol.Link;
using Farlink.Protocol.Units;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Metrics;

/// <summary>What was sent, with what was not sent yet at 0: to Prometheus the first value of a series is no increase.</summary>
internal static class SentCounts
{
    private static readonly FrameUse[] OfRadioHead = [FrameUse.Data, FrameUse.Repeat, FrameUse.Acknowledgement];

    public static IReadOnlyList<AirtimeOfUse> WithZeros(
        IReadOnlyList<StatusReport> reports, IReadOnlyList<AirtimeOfUse> counted)
    {
        var known = counted.Select(one => (one.Role, one.Use)).ToHashSet();
        var zeros = reports.SelectMany(report => UsesOf(report.Service.Mode), (report, use) => (report.Service.Role, use))
            .Where(key => !known.Contains(key))
            .Select(key => new AirtimeOfUse(key.Role, key.use, 0, Duration.Zero, Duration.Zero));
        return [.. counted, .. zeros];
    }

    private static FrameUse[] UsesOf(string mode) =>
        mode == MeasuredLink.RadioHead ? OfRadioHead : Enum.GetValues<FrameUse>();
}
