using System.Buffers;
using System.Text.Json;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Runtime.Link;
using Farlink.Runtime.Watching;

namespace Farlink.Runtime.Services;

/// <summary>What Farlink itself publishes about a link, under <c>farlink/&lt;site&gt;/</c>.</summary>
internal static class LinkReports
{
    /// <summary>Retained: <c>online</c> or <c>offline</c>.</summary>
    public static MqttMessage State(string site, bool isOnline) => new()
    {
        Topic = $"farlink/{site}/state",
        Payload = isOnline ? "online"u8.ToArray() : "offline"u8.ToArray(),
        Retain = true,
    };

    /// <summary>How the link is: signal, queue, airtime, loss.</summary>
    public static MqttMessage Quality(LinkStatus status, PumpTotals totals, long inDoubt, long unsaid) =>
        Json($"farlink/{status.Name}/link", writer => Write(writer, status, totals, inDoubt, unsaid));

    private static void Write(Utf8JsonWriter writer, LinkStatus status, PumpTotals totals, long inDoubt, long unsaid)
    {
        writer.WriteBoolean("session", status.HasSession);
        if (status.Quality.Rssi is { } rssi) writer.WriteNumber("rssi_dbm", rssi.Value);
        if (status.Quality.Snr is { } snr) writer.WriteNumber("snr_db", snr.Value);
        if (status.Margin is { } margin) writer.WriteNumber("margin_db", Math.Round(margin.Value, 1));
        if (status.SinceHeard is { } since) writer.WriteNumber("heard_s_ago", Math.Round(since.Seconds, 1));
        if (status.Power is { } power) writer.WriteNumber("power_dbm", Math.Round(power.Value, 1));
        writer.WriteNumber("queued", status.QueuedMessages);
        writer.WriteNumber("queued_octets", status.QueuedOctets);
        writer.WriteNumber("airtime_last_hour_ms", Math.Round(totals.Used.Milliseconds, 3));
        writer.WriteNumber("loss", Math.Round(status.Loss, 3));
        if (inDoubt > 0) writer.WriteNumber("in_doubt", inDoubt);
        if (unsaid > 0) writer.WriteNumber("reports_dropped", unsaid);
        if (totals.Refused.Count == 0) return;
        writer.WriteStartObject("refused");
        foreach (var (reason, count) in totals.Refused)
            writer.WriteNumber(JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()), count);
        writer.WriteEndObject();
    }

    /// <summary>A message that ends here, and why.</summary>
    public static MqttMessage Dead(string site, string topic, string reason) => Json($"farlink/{site}/dead", writer =>
    {
        writer.WriteString("topic", topic);
        writer.WriteString("reason", reason);
    });

    /// <summary>How far a message is whose publisher asked.</summary>
    public static MqttMessage Receipt(string site, string client, string id, string state, TraceId? trace) =>
        Json($"farlink/{site}/receipt/{Level(client)}", writer =>
        {
            writer.WriteString("id", id);
            writer.WriteString("state", state);
            if (trace is { } known) writer.WriteString("trace", known.ToString());
        });

    /// <summary>A client id as one level of a topic: what would make more of it, or nothing, is replaced.</summary>
    private static string Level(string client) =>
        client.Length == 0 ? "unknown" : client.Replace('/', '_').Replace('+', '_').Replace('#', '_').Replace('\0', '_');

    private static MqttMessage Json(string topic, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return new MqttMessage { Topic = topic, Payload = buffer.WrittenMemory };
    }
}
