using Farlink.Protocol.Units;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Airtime;

/// <summary>What the air is spent on.</summary>
internal sealed record AirtimeView
{
    /// <summary>What stands for the topics that are not told apart.</summary>
    private const string Others = "(further topics)";

    /// <summary>Before, a day is not told from the hour.</summary>
    private static readonly Duration Hour = Duration.FromSeconds(3600);

    /// <summary>Sooner, the first messages would be taken for the pace.</summary>
    private static readonly Duration ShortestPace = Duration.FromSeconds(60);

    public required IReadOnlyList<(string End, AirtimeFigures Band)> Bands { get; init; }

    public required IReadOnlyList<UsedAirtime> ByUse { get; init; }

    public required IReadOnlyList<TopicAirtime> ByTopic { get; init; }

    public required AirtimeForecast Forecast { get; init; }

    /// <summary>How long it was looked on, on the clock of the air; a restart of an end begins nothing anew.</summary>
    public required Duration Age { get; init; }

    public static AirtimeView Of(IReadOnlyList<StatusReport> reports, WatchHub watch, DateTimeOffset now)
    {
        var totals = watch.Airtime.Totals();
        return new AirtimeView
        {
            Bands = [.. reports.SelectMany(report => report.Service.Airtime, (report, band) => (report.Service.Role, band))],
            ByUse =
            [
                .. totals.ByUse.Select(one => new UsedAirtime(one.Role, one.Use, one.Frames, one.Airtime, one.LastHour)),
            ],
            ByTopic =
            [
                .. totals.ByTopic.Select(one => new TopicAirtime(
                    one.Topic ?? Others, one.Messages, one.PlainOctets, one.CodedOctets, one.Airtime, one.LastHour)),
            ],
            Forecast = AirtimeForecast.Of(reports, watch, now),
            Age = Duration.FromTimeSpan(watch.Age),
        };
    }

    /// <summary>What a topic costs a day, at the pace of the last hour, or since the start if that is less: of the air.</summary>
    public Duration ADay(TopicAirtime topic)
    {
        if (Age >= Hour) return topic.LastHour * 24;
        var run = Age < ShortestPace ? ShortestPace : Age;
        return Duration.FromSeconds(topic.Airtime.Seconds / run.Seconds * TimeSpan.FromDays(1).TotalSeconds);
    }
}
