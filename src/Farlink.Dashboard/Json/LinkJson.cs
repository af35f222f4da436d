using System.Text.Json;
using Farlink.Storage;

namespace Farlink.Dashboard.Json;

/// <summary>What a link was like, and is.</summary>
internal static class LinkJson
{
    private static readonly (string Name, int Digits, Func<LinkSample, double?> Of)[] Columns =
    [
        ("rssi_dbm", 1, one => one.RssiDbm),
        ("snr_db", 1, one => one.SnrDb),
        ("margin_db", 1, one => one.MarginDb),
        ("loss", 3, one => one.Loss),
        ("repeats", 1, one => one.Repeats),
        ("round_trip_s", 3, one => one.RoundTripSeconds),
        ("queue", 1, one => one.Queue),
        ("online", 2, one => one.Online),
    ];

    public static void Write(Utf8JsonWriter json, int link, LinkTrack track, string span)
    {
        json.WriteNumber("link", link);
        json.WriteOutside("name", track.Name);
        json.WriteString("span", span);
        json.WriteNumber("step_s", track.StepSeconds);
        json.WriteStartArray("t");
        foreach (var sample in track.Samples) json.WriteNumberValue(sample.At);
        json.WriteEndArray();
        foreach (var (name, digits, of) in Columns)
        {
            json.WriteStartArray(name);
            foreach (var sample in track.Samples)
            {
                if (of(sample) is { } value) json.WriteNumberValue(Math.Round(value, digits));
                else json.WriteNullValue();
            }

            json.WriteEndArray();
        }
    }

    public static void Write(Utf8JsonWriter json, LinkSample sample)
    {
        json.WriteString("role", sample.Role);
        json.WriteNumber("link", sample.Link);
        json.WriteNumber("t", sample.At);
        foreach (var (name, digits, of) in Columns) json.WriteNumber(name, of(sample), digits);
    }
}
