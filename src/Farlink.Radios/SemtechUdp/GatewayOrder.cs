using System.Text.Json;

namespace Farlink.Radios.SemtechUdp;

/// <summary>What a gateway shall send, as <c>txpk</c> (PROTOCOL.TXT chapter 6), and what it says to that.</summary>
internal static class GatewayOrder
{
    /// <summary>Writes one.</summary>
    /// <param name="settings">Channel, modulation, power; the power is rounded down to whole dBm.</param>
    /// <param name="frame">LoRa payload.</param>
    /// <param name="counter">At which value of the gateway's counter, in microseconds; null: at once.</param>
    public static byte[] Write(RadioSettings settings, ReadOnlySpan<byte> frame, uint? counter)
    {
        var modulation = settings.Modulation;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("txpk");
            json.WriteBoolean("imme", counter is null);
            if (counter is { } value) json.WriteNumber("tmst", value);
            json.WriteNumber("freq", settings.Frequency.Value / 1_000_000m);
            json.WriteNumber("rfch", 0);
            json.WriteNumber("powe", (int)Math.Floor(settings.TransmitPower.Value));
            json.WriteString("modu", "LORA");
            json.WriteString("datr", $"SF{modulation.SpreadingFactor.Value}BW{modulation.Bandwidth.Value / 1000}");
            json.WriteString("codr", $"4/{4 + modulation.CodingRate.ParityBits}");
            json.WriteBoolean("ipol", modulation.InvertIq);
            json.WriteNumber("prea", modulation.PreambleSymbols);
            json.WriteNumber("size", frame.Length);
            json.WriteBoolean("ncrc", !modulation.Crc);
            json.WriteBase64String("data", frame);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>The error of a TX_ACK; null: none. A TX_ACK without JSON is none too.</summary>
    public static string? ErrorOf(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty) return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("txpk_ack", out var answer) && answer.ValueKind == JsonValueKind.Object
                && answer.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String)
                return error.GetString() is { } text && text != "NONE" ? text : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return "an answer that is no JSON";
        }

        return null;
    }

    /// <summary>
    /// What a gateway's error means, and whether another try makes sense. Those of PROTOCOL.TXT say that the frame was rejected;
    /// of others nobody knows.
    /// </summary>
    public static RadioException Refusal(string error, RadioSettings settings) => error switch
    {
        "TX_FREQ" => new RadioException(
            $"The gateway does not send on {settings.Frequency} (TX_FREQ): look at tx_freq_min and tx_freq_max of its radio 0.")
        { IsFinal = true, IsUnsent = true },
        "TX_POWER" => new RadioException(
            $"The gateway does not send with {settings.TransmitPower} (TX_POWER): use a power of its table (tx_lut).")
        { IsFinal = true, IsUnsent = true },
        _ => new RadioException($"The gateway did not send the frame: {Protocol.Text.Printable.Escape(error)}.")
        {
            IsUnsent = error is "TOO_LATE" or "TOO_EARLY" or "COLLISION_PACKET" or "COLLISION_BEACON" or "GPS_UNLOCKED",
        },
    };
}
