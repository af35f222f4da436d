using System.Text.Json;
using Farlink.Dashboard.Airtime;
using Farlink.Protocol.Units;
using Farlink.Runtime.Status;

namespace Farlink.Dashboard.Json;

/// <summary>What the air is spent on.</summary>
internal static class AirtimeJson
{
    public static void Write(Utf8JsonWriter json, AirtimeView view)
    {
        json.WriteArray("bands", view.Bands, WriteBand);
        json.WriteArray("by_use", view.ByUse, WriteUse);
        var all = view.ByTopic.Sum(topic => topic.Airtime.Seconds);
        json.WriteArray("by_topic", view.ByTopic, (into, topic) => WriteTopic(into, topic, view.ADay(topic), all));
        WriteCompression(json, view.ByTopic);
        var forecast = view.Forecast;
        json.WriteStartObject("forecast");
        json.WriteSeconds("next_slot_s", forecast.NextSlotIn);
        json.WriteNumber("hour_used_share", forecast.UsedShare, 4);
        json.WriteNumber("hour_forecast_share", forecast.ForecastShare, 4);
        json.WriteTime("full_at", forecast.FullAt);
        json.WriteEndObject();
    }

    private static void WriteBand(Utf8JsonWriter json, (string End, AirtimeFigures Band) one)
    {
        json.WriteString("end", one.End);
        json.WriteString("band", one.Band.Band);
        json.WriteMilliseconds("used_ms", one.Band.Used);
        json.WriteMilliseconds("budget_ms", one.Band.Budget);
        json.WriteSeconds("next_slot_s", one.Band.NextSlotIn);
    }

    private static void WriteUse(Utf8JsonWriter json, UsedAirtime used)
    {
        json.WriteString("end", used.End);
        json.WriteString("use", FrameJson.KindOf(used.Use));
        json.WriteNumber("frames", used.Frames);
        json.WriteMilliseconds("airtime_ms", used.Airtime);
        json.WriteMilliseconds("last_hour_ms", used.LastHour);
    }

    private static void WriteTopic(Utf8JsonWriter json, TopicAirtime topic, Duration aDay, double allSeconds)
    {
        json.WriteOutside("topic", topic.Topic);
        json.WriteNumber("messages", topic.Messages);
        json.WriteNumber("plain_octets", topic.PlainOctets);
        json.WriteNumber("coded_octets", topic.CodedOctets);
        json.WriteNumber("ratio", topic.Ratio, 2);
        json.WriteMilliseconds("airtime_ms", topic.Airtime);
        json.WriteMilliseconds("last_hour_ms", topic.LastHour);
        json.WriteMilliseconds("a_day_ms", aDay);
        json.WriteNumber("share", allSeconds > 0 ? topic.Airtime.Seconds / allSeconds : 0, 4);
    }

    private static void WriteCompression(Utf8JsonWriter json, IReadOnlyList<TopicAirtime> topics)
    {
        var plain = topics.Sum(topic => topic.PlainOctets);
        var coded = topics.Sum(topic => topic.CodedOctets);
        json.WriteStartObject("compression");
        json.WriteNumber("plain_octets", plain);
        json.WriteNumber("coded_octets", coded);
        json.WriteNumber("ratio", coded > 0 ? (double)plain / coded : null, 2);
        json.WriteEndObject();
    }
}
