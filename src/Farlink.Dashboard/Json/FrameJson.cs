using System.Text.Json;
using Farlink.Protocol.Link;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Json;

/// <summary>A frame.</summary>
internal static class FrameJson
{
    public static void Write(Utf8JsonWriter json, SeenFrame frame)
    {
        json.WriteNumber("id", frame.Id);
        json.WriteTime("at", frame.At);
        json.WriteString("role", frame.Role);
        json.WriteBoolean("sent", frame.IsSent);
        json.WriteNumber("octets", frame.Length);
        json.WriteHex("hex", frame.Octets.Span);
        json.WriteMilliseconds("airtime_ms", frame.Airtime);
        json.WriteString("kind", KindOf(frame.Use));
        json.WriteWhole("link", frame.Link);
        json.WriteNumber("power_dbm", frame.Power?.Value, 1);
        json.WriteNumber("rssi_dbm", frame.Rssi?.Value, 1);
        json.WriteNumber("snr_db", frame.Snr?.Value, 1);
        json.WriteOutside("refused", frame.Refusal);
        json.WriteArray("fields", frame.Fields, WriteField);
        json.WriteStartArray("messages");
        foreach (var message in frame.Messages) json.WriteNumberValue(message);
        json.WriteEndArray();
    }

    public static string KindOf(FrameUse? use) => use switch
    {
        FrameUse.Data => "data",
        FrameUse.Repeat => "repeat",
        FrameUse.Acknowledgement => "acknowledgement",
        FrameUse.Poll => "poll",
        FrameUse.Handshake => "handshake",
        FrameUse.Control => "control",
        _ => "unknown",
    };

    private static void WriteField(Utf8JsonWriter json, FrameField field)
    {
        json.WriteOutside("name", field.Name);
        json.WriteOutside("value", field.Value);
    }
}
