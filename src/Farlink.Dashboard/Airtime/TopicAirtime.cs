using Farlink.Protocol.Units;

namespace Farlink.Dashboard.Airtime;

/// <summary>What the messages of one topic took.</summary>
internal sealed record TopicAirtime(
    string Topic, long Messages, long PlainOctets, long CodedOctets, Duration Airtime, Duration LastHour)
{
    /// <summary>How many times shorter it went; null before anything did.</summary>
    public double? Ratio => CodedOctets > 0 ? (double)PlainOctets / CodedOctets : null;
}
