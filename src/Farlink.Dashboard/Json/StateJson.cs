using System.Text.Json;
using Farlink.Runtime.Status;

namespace Farlink.Dashboard.Json;

/// <summary>Everything at one instant.</summary>
internal static class StateJson
{
    public static void Write(Utf8JsonWriter json, StateView view)
    {
        json.WriteTime("at", view.At);
        json.WriteStartArray("ends");
        foreach (var report in view.Reports)
        {
            // Exactly what farlink status --json prints, without the end of the line.
            json.WriteRawValue(StatusJson.Write(report).AsSpan().TrimEnd((byte)'\n'), skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteStartObject("chain");
        ChainJson.Write(json, view.Chain);
        json.WriteEndObject();
        json.WriteStartObject("airtime");
        AirtimeJson.Write(json, view.Airtime);
        json.WriteEndObject();
    }
}
