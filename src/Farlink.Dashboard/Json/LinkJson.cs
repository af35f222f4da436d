using System.Text.Json;

namespace Farlink.Dashboard.Json;

/// <summary>What a link was like, and is.</summary>
internal static class LinkJson
{
    public static void Write(Utf8JsonWriter json, LinkColumns columns, string span)
    {
        json.WriteNumber("link", columns.Link);
        json.WriteOutside("name", columns.Name);
        json.WriteString("span", span);
        json.WriteNumber("step_s", columns.StepSeconds);
        json.WriteStartArray("t");
        foreach (var at in columns.Times) json.WriteNumberValue(at);
        json.WriteEndArray();
        Column(json, "rssi_dbm", columns.Rssi, 1);
        Column(json, "snr_db", columns.Snr, 1);
        Column(json, "margin_db", columns.Margin, 1);
        Column(json, "loss", columns.Loss, 3);
        Column(json, "repeats", columns.Repeats, 1);
        Column(json, "round_trip_s", columns.RoundTrip, 2);
        Column(json, "queue", columns.Queue, 1);
        Column(json, "online", columns.Online, 2);
    }

    public static void Write(Utf8JsonWriter json, LinkSample sample)
    {
        json.WriteString("role", sample.Role);
        json.WriteNumber("link", sample.Link);
        json.WriteNumber("t", sample.Time);
        json.WriteNumber("rssi_dbm", sample.Rssi, 1);
        json.WriteNumber("snr_db", sample.Snr, 1);
        json.WriteNumber("margin_db", sample.Margin, 1);
        json.WriteNumber("loss", sample.Loss, 3);
        json.WriteNumber("repeats", sample.Repeats, 1);
        json.WriteNumber("round_trip_s", sample.RoundTrip, 2);
        json.WriteNumber("queue", sample.Queue, 1);
        json.WriteNumber("online", sample.Online, 2);
    }

    private static void Column(Utf8JsonWriter json, string name, IReadOnlyList<double> values, int digits)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            if (double.IsFinite(value)) json.WriteNumberValue(Math.Round(value, digits));
            else json.WriteNullValue();
        }

        json.WriteEndArray();
    }
}
