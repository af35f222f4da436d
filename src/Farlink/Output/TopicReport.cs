using System.Globalization;
using System.Text;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Link;
using Farlink.Protocol.Text;
using Farlink.Protocol.Units;

namespace Farlink.Output;

/// <summary>What messages of a topic cost in airtime, and why.</summary>
internal sealed record TopicReport
{
    public required string Topic { get; init; }

    public required string LinkTopic { get; init; }

    public required Route Route { get; init; }

    public required Duration? Expires { get; init; }

    public required int PayloadOctets { get; init; }

    public required Duration Every { get; init; }

    public required MessageCost Cost { get; init; }

    public required LoRaModulation Modulation { get; init; }

    public required DutyCycle Limit { get; init; }

    /// <summary>Octets a chunk has room for.</summary>
    private const int ChunkOctets = LoRaAirtime.LongestPayloadOctets - 18;

    private int Frames => Math.Max(1, (Cost.Octets + ChunkOctets - 1) / ChunkOctets);

    /// <summary>One message alone, in frames of its own.</summary>
    private Duration Alone
    {
        get
        {
            var last = Cost.Octets - ((Frames - 1) * ChunkOctets);
            var full = Of(ChunkOctets + MessageCost.FrameOctets).Nanoseconds * (Frames - 1);
            return new Duration(full + Of(last + MessageCost.FrameOctets).Nanoseconds);
        }
    }

    /// <summary>One message among others in full frames: its part of them.</summary>
    private Duration Shared =>
        new((long)(Of(LoRaAirtime.LongestPayloadOctets).Nanoseconds * (double)Cost.RepeatedOctets / ChunkOctets));

    /// <summary>Messages of this topic alone that share a frame: as many as come while its route gathers.</summary>
    private int Gathered => (int)Math.Clamp(
        1 + (Route.MostLatency.Seconds / Every.Seconds), 1, Math.Max(1, ChunkOctets / Math.Max(1, Cost.RepeatedOctets)));

    /// <summary>One message as this topic alone would send it.</summary>
    private Duration Own => Gathered == 1
        ? Alone
        : new Duration(Of(
            Cost.Octets + ((Gathered - 1) * Cost.RepeatedOctets) + MessageCost.FrameOctets).Nanoseconds / Gathered);

    private Duration AnHour => new((long)(Own.Nanoseconds * 3600 / Every.Seconds));

    public string ToJson() => JsonLine.Write(json =>
    {
        json.WriteString("topic", Topic);
        json.WriteString("link_topic", LinkTopic);
        json.WriteString("route", Route.Topic);
        json.WriteNumber("payload_octets", PayloadOctets);
        json.WriteNumber("coded_octets_first", Cost.FirstOctets);
        json.WriteNumber("coded_octets", Cost.Octets);
        json.WriteNumber("coded_octets_same_topic", Cost.RepeatedOctets);
        json.WriteNumber("frame_octets", MessageCost.FrameOctets);
        json.WriteNumber("airtime_alone_ms", Math.Round(Alone.Milliseconds, 3));
        json.WriteNumber("airtime_in_full_frames_ms", Math.Round(Shared.Milliseconds, 3));
        json.WriteNumber("messages_a_frame", Gathered);
        json.WriteNumber("airtime_ms", Math.Round(Own.Milliseconds, 3));
        json.WriteNumber("airtime_an_hour_ms", Math.Round(AnHour.Milliseconds, 3));
        if (Limit.IsLimited) json.WriteNumber("budget_ms", Limit.Budget.Milliseconds);
    });

    public override string ToString()
    {
        var text = new StringBuilder();
        void Line(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"{name,-16}{value}\n");
        Line("topic", Printable.Escape(Topic) + (LinkTopic == Topic ? "" : $", on the link {Printable.Escape(LinkTopic)}"));
        Line("route", $"{Printable.Escape(Route.Topic)}: {Policy()}");
        Line("one message", $"{PayloadOctets} octets of payload are {Cost.Octets} coded; {Cost.RepeatedOctets} after one of its "
            + $"own topic, {Cost.FirstOctets} the first time, since the topic is spelt out");
        var frames = Frames > 1 ? $"{Frames} frames" : $"a frame of {Cost.Octets + MessageCost.FrameOctets} octets";
        Line("alone", $"{frames}, {Ms(Alone)}");
        Line("in full frames", $"{Ms(Shared)}, its part of frames shared with others");
        var percent = 100.0 * AnHour.Nanoseconds / Limit.Budget.Nanoseconds;
        Line($"every {ScenarioText.Span(Every)}", $"{Gathered} a frame, {Ms(Own)} a message, {ScenarioText.Span(AnHour)} an hour"
            + (Limit.IsLimited ? $", {percent:0.##} % of {ScenarioText.Span(Limit.Budget)}" : ""));
        var answer = Ms(Of(MessageCost.AcknowledgementOctets));
        Line("answers", $"{answer} from the other end for each poll: one in 75 s at least, while messages go");
        Line("compression", "not counted: telemetry takes a tenth and less. Measure it with farlink bench codec --trace FILE");
        if (Gathered == 1 && Route.MostLatency <= Duration.Zero)
            Line("cheaper with", "max_latency: what may wait shares frames, and the 11 octets of each frame");
        return text.ToString();
    }

    private static string Ms(Duration span) => $"{span.Milliseconds.ToString("0.#", CultureInfo.InvariantCulture)} ms";

    private Duration Of(int octets) => LoRaAirtime.Of(Modulation, Math.Min(octets, LoRaAirtime.LongestPayloadOctets));

    private string Policy()
    {
        List<string> parts = [$"{Route.Priority.ToString().ToLowerInvariant()} priority", $"QoS up to {(int)Route.Qos}"];
        parts.Add(Route.MostLatency > Duration.Zero ? $"gathers for {ScenarioText.Span(Route.MostLatency)}" : "does not gather");
        if (Expires is { } expires) parts.Add($"expires after {ScenarioText.Span(expires)}");
        if (Route.NewestOnly) parts.Add("keeps the newest only");
        if (Route.QuotaPerHour is { } quota) parts.Add($"at most {quota} an hour");
        if (Route.UnchangedFor is { } quiet) parts.Add($"unchanged values skipped for {ScenarioText.Span(quiet)}");
        if (Route.IsSecret) parts.Add("padded, so that lengths tell nothing");
        return string.Join(", ", parts);
    }
}
