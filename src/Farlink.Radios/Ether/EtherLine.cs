using System.Buffers;
using System.Text;
using System.Text.Json;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios.Ether;

/// <summary>
/// The words of Farlink's own ether protocol: one JSON object a line, in docs/simulation.md. A radio says <c>join</c>,
/// <c>configure</c>, <c>send</c>, <c>detect</c>; the ether says <c>joined</c>, <c>configured</c>, <c>sent</c>, <c>detected</c>,
/// <c>frame</c>, <c>error</c>.
/// </summary>
public static class EtherLine
{
    /// <summary>Version of the protocol; both sides must have the same.</summary>
    public const int Version = 1;

    /// <summary>Longest line; a frame of 255 octets in hexadecimal takes a fifth of it.</summary>
    public const int MostOctets = 4096;

    /// <summary>Makes one line.</summary>
    /// <param name="word">What it says.</param>
    /// <param name="write">Adds the rest.</param>
    public static byte[] Make(string word, Action<Utf8JsonWriter>? write = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("say", word);
            write?.Invoke(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes settings into a line.</summary>
    public static void WriteSettings(Utf8JsonWriter writer, RadioSettings settings)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(settings);
        var modulation = settings.Modulation;
        writer.WriteNumber("frequency_hz", settings.Frequency.Value);
        writer.WriteNumber("power_dbm", settings.TransmitPower.Value);
        writer.WriteNumber("spreading_factor", modulation.SpreadingFactor.Value);
        writer.WriteNumber("bandwidth_hz", modulation.Bandwidth.Value);
        writer.WriteString("coding_rate", modulation.CodingRate.ToString());
        writer.WriteBoolean("ldro", modulation.LowDataRateOptimize);
        writer.WriteNumber("preamble", modulation.PreambleSymbols);
        writer.WriteBoolean("header", modulation.ExplicitHeader);
        writer.WriteBoolean("crc", modulation.Crc);
        writer.WriteNumber("sync_word", modulation.SyncWord);
        writer.WriteBoolean("invert_iq", modulation.InvertIq);
    }

    /// <summary>Reads settings from a line.</summary>
    /// <exception cref="InvalidDataException">Something is missing or out of range.</exception>
    public static RadioSettings ReadSettings(JsonElement line)
    {
        var factor = Number(line, "spreading_factor");
        var bandwidth = Number(line, "bandwidth_hz");
        if (factor is < SpreadingFactor.Lowest or > SpreadingFactor.Highest)
            throw new InvalidDataException($"spreading_factor {factor} is not 5 to 12");
        if (!LoRaModulation.Bandwidths.Contains(new Hertz((long)bandwidth)))
            throw new InvalidDataException($"bandwidth_hz {bandwidth} is none that a chip has");
        if (!CodingRate.TryParse(Text(line, "coding_rate"), out var rate))
            throw new InvalidDataException("coding_rate is not 4/5 to 4/8");
        var preamble = Number(line, "preamble");
        if (preamble is < 6 or > 65_535) throw new InvalidDataException($"preamble {preamble} is not 6 to 65535");
        var sync = Number(line, "sync_word");
        if (sync is < 0 or > 255) throw new InvalidDataException($"sync_word {sync} is not 0 to 255");
        return new RadioSettings
        {
            Frequency = new Hertz((long)Number(line, "frequency_hz")),
            TransmitPower = new Dbm(Number(line, "power_dbm")),
            Modulation = new LoRaModulation
            {
                SpreadingFactor = new SpreadingFactor((int)factor),
                Bandwidth = new Hertz((long)bandwidth),
                CodingRate = rate,
                LowDataRateOptimize = Flag(line, "ldro"),
                PreambleSymbols = (int)preamble,
                ExplicitHeader = Flag(line, "header"),
                Crc = Flag(line, "crc"),
                SyncWord = (byte)sync,
                InvertIq = Flag(line, "invert_iq"),
            },
        };
    }

    /// <summary>A number of a line.</summary>
    /// <exception cref="InvalidDataException">It is missing, or no number.</exception>
    public static double Number(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            ? number : throw new InvalidDataException($"{name} is missing or no number");

    /// <summary>A text of a line.</summary>
    /// <exception cref="InvalidDataException">It is missing, or no text.</exception>
    public static string Text(JsonElement line, string name)
    {
        if (!line.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            throw new InvalidDataException($"{name} is missing or no text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException failure)
        {
            // The parser leaves texts as they are until somebody asks.
            throw new InvalidDataException($"{name} is not UTF-8", failure);
        }
    }

    /// <summary>Octets of a line, in hexadecimal.</summary>
    /// <exception cref="InvalidDataException">They are missing, or no hexadecimal.</exception>
    public static byte[] Octets(JsonElement line, string name)
    {
        try
        {
            return Convert.FromHexString(Text(line, name));
        }
        catch (FormatException)
        {
            throw new InvalidDataException($"{name} is not hexadecimal");
        }
    }

    /// <summary>What a line says.</summary>
    /// <param name="octets">The line.</param>
    /// <param name="word">Its word.</param>
    /// <returns>All of it.</returns>
    /// <exception cref="InvalidDataException">It is no JSON object with a word.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> octets, out string word)
    {
        try
        {
            using var document = JsonDocument.Parse(octets);
            var line = document.RootElement.Clone();
            if (line.ValueKind != JsonValueKind.Object) throw new InvalidDataException("a line is no JSON object");
            word = Text(line, "say");
            return line;
        }
        catch (JsonException)
        {
            var begin = Encoding.UTF8.GetString(octets.Span[..Math.Min(octets.Length, 40)]);
            throw new InvalidDataException($"a line is no JSON: {Protocol.Text.Printable.Escape(begin)}");
        }
    }

    private static bool Flag(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean() : throw new InvalidDataException($"{name} is missing, or not true or false");
}
