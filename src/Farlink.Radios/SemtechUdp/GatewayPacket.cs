using System.Text.Json;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios.SemtechUdp;

/// <summary>A frame that a gateway received with a right CRC: one entry of <c>rxpk</c> (PROTOCOL.TXT chapter 4).</summary>
/// <param name="Octets">LoRa payload.</param>
/// <param name="Counter">The gateway's counter at its end, in microseconds; null if it did not say.</param>
/// <param name="Rssi">Signal strength.</param>
/// <param name="Snr">Signal-to-noise ratio.</param>
/// <param name="FrequencyError">How far the sender is off, where the gateway measures it.</param>
internal sealed record GatewayPacket(byte[] Octets, uint? Counter, Dbm? Rssi, Decibel? Snr, Hertz? FrequencyError)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    /// <summary>All that can be used of a PUSH_DATA; what cannot is left out, whatever it is.</summary>
    public static IReadOnlyList<GatewayPacket> Read(ReadOnlyMemory<byte> json)
    {
        List<GatewayPacket> packets = [];
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("rxpk", out var entries)
                || entries.ValueKind != JsonValueKind.Array) return packets;
            foreach (var entry in entries.EnumerateArray())
                if (TryRead(entry) is { } packet) packets.Add(packet);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // Not JSON, or text that is not Unicode: what was good before it counts.
        }

        return packets;
    }

    private static GatewayPacket? TryRead(JsonElement entry)
    {
        const int crcRight = 1;
        if (entry.ValueKind != JsonValueKind.Object || Number(entry, "stat") != crcRight || Text(entry, "modu") != "LORA"
            || Text(entry, "data") is not { } data || Decode(data) is not { } octets) return null;
        if (octets.Length is 0 or > LoRaAirtime.LongestPayloadOctets) return null;
        if (Number(entry, "size") is { } size && size != octets.Length) return null;
        return new GatewayPacket(
            octets, CounterOf(entry), Number(entry, "rssi") is { } rssi ? new Dbm(rssi) : null,
            Number(entry, "lsnr") is { } snr ? new Decibel(snr) : null,
            Number(entry, "foff") is { } offset ? new Hertz((long)offset) : null);
    }

    private static uint? CounterOf(JsonElement entry) =>
        entry.TryGetProperty("tmst", out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetUInt32(out var counter)
            ? counter : null;

    private static double? Number(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
        && Math.Abs(number) < 1e9 ? number : null;

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Base64 in either alphabet, padded or not: the protocol's own examples have all of it.</summary>
    private static byte[]? Decode(string text)
    {
        const int most = 344;
        if (text.Length > most) return null;
        var plain = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        plain = plain.PadRight((plain.Length + 3) / 4 * 4, '=');
        var octets = new byte[plain.Length];
        return Convert.TryFromBase64String(plain, octets, out var count) ? octets[..count] : null;
    }
}
