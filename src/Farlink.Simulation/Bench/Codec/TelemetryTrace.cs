using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Text;

namespace Farlink.Simulation.Bench.Codec;

/// <summary>
/// Reads recorded telemetry: a message a line, <c>topic TAB payload TAB timestamp_ms</c> in UTF-8. A payload that is not text, or
/// holds a tab or a line end, is <c>b64:</c> and base64.
/// </summary>
public static class TelemetryTrace
{
    /// <summary>Largest file, 64 MiB: beyond it the codecs would run for hours, and the file is refused.</summary>
    public const int MostOctets = 64 * 1024 * 1024;

    /// <summary>Longest topic in octets of UTF-8, that of the link: 1,024.</summary>
    public const int MostTopicOctets = RecordHead.LongestTopicOctets;

    /// <summary>Longest payload in octets, the most a link can be told to carry: 65,536.</summary>
    public const int MostPayloadOctets = 65_536;

    private const byte Tab = (byte)'\t';
    private const string Form = "a line is topic, tab, payload, tab, timestamp in ms";

    /// <summary>Reads a file; one message at least.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TraceException">It is not there, cannot be read, is too large, or a line of it is wrong.</exception>
    public static IReadOnlyList<TraceMessage> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var file = File.OpenRead(path);
            using var octets = new MemoryStream();
            var part = new byte[64 * 1024];
            for (var count = file.Read(part); count > 0; count = file.Read(part))
            {
                octets.Write(part, 0, count);
                if (octets.Length > MostOctets)
                    throw new TraceException($"{Name(path)}: larger than {MostOctets >> 20} MiB. Cut it: head -n 10000 FILE");
            }

            return Parse(octets.GetBuffer().AsSpan(0, (int)octets.Length), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TraceException($"Cannot read the trace {Name(path)}: {failure.Message}", failure);
        }
    }

    /// <summary>Reads the octets of a file; one message at least.</summary>
    /// <param name="octets">All of it.</param>
    /// <param name="path">What it is called in errors.</param>
    /// <exception cref="TraceException">A line is wrong, or there is none.</exception>
    public static IReadOnlyList<TraceMessage> Parse(ReadOnlySpan<byte> octets, string path)
    {
        // An editor's byte order mark is no part of the first topic.
        var rest = octets.StartsWith(Encoding.UTF8.Preamble) ? octets[Encoding.UTF8.Preamble.Length..] : octets;
        if (rest.IsEmpty) throw new TraceException($"{Name(path)}: the file is empty. It needs one message at least; {Form}.");

        List<TraceMessage> messages = [];
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.EndsWith("\r"u8)) line = line[..^1];
            if (!TryReadLine(line, out var message, out var problem))
                throw new TraceException($"{Name(path)}:{messages.Count + 1}: {problem}");
            messages.Add(message);
        }

        return messages;
    }

    private static string Name(string path) => Printable.Escape(path);

    private static bool TryReadLine(ReadOnlySpan<byte> line, out TraceMessage message, out string problem)
    {
        message = null!;
        if (!System.Text.Unicode.Utf8.IsValid(line))
        {
            problem = $"not UTF-8 at octet {ValidOctets(line) + 1}. Write a payload that is not text as b64: and base64.";
            return false;
        }

        var (first, last) = (line.IndexOf(Tab), line.LastIndexOf(Tab));
        var columns = line.Count(Tab) + 1;
        long at = 0;
        problem = columns switch
        {
            1 when line.IsEmpty => $"the line is empty. Remove it; {Form}.",
            1 => $"no tab; {Form}. Separate the columns with tabs, not with spaces.",
            2 => $"the last column is missing; {Form}. Add the timestamp after a second tab.",
            3 => TopicProblem(line[..first]) ?? TimestampProblem(line[(last + 1)..], out at) ?? "",
            _ => $"{columns} columns instead of 3; {Form}. Write a payload that holds a tab as b64: and base64.",
        };
        if (problem.Length > 0 || !TryReadMessage(line[..first], line[(first + 1)..last], out message, out problem)) return false;
        message = message with { AtMilliseconds = at };
        return true;
    }

    private static bool TryReadMessage(
        ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, out TraceMessage message, out string problem)
    {
        message = null!;
        problem = "";
        if (!payload.StartsWith("b64:"u8))
        {
            message = new TraceMessage(Encoding.UTF8.GetString(topic), payload.ToArray());
        }
        else
        {
            var text = payload[4..];
            var octets = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
            if (Base64.DecodeFromUtf8(text, octets, out _, out var written) != OperationStatus.Done)
            {
                problem = "what follows b64: is not base64. Four characters of A-Z, a-z, 0-9, + and / stand for three octets, "
                    + "and = fills the last four; a text that begins with b64: must be written as base64 too.";
                return false;
            }

            message = new TraceMessage(Encoding.UTF8.GetString(topic), octets.AsMemory(0, written));
        }

        if (message.Payload.Length <= MostPayloadOctets) return true;
        problem = $"a payload of {message.Payload.Length} octets; a link carries at most {MostPayloadOctets}. Remove the line.";
        return false;
    }

    private static string? TopicProblem(ReadOnlySpan<byte> topic) => topic switch
    {
        { IsEmpty: true } => "the topic is empty; it is what stands before the first tab.",
        { Length: > MostTopicOctets } =>
            $"a topic of {topic.Length} octets; a link carries at most {MostTopicOctets}. Shorten it or remove the line.",
        _ when topic.IndexOfAny((byte)'+', (byte)'#', (byte)0) >= 0 =>
            $"{Printable.Escape(topic)} is not a topic name: +, # and NUL are not allowed in one (MQTT 5.0 §4.7).",
        _ => null,
    };

    private static string? TimestampProblem(ReadOnlySpan<byte> text, out long milliseconds) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out milliseconds)
            ? null : $"the timestamp {Printable.Escape(text)} is not a whole number of milliseconds, as 1750000000000 is.";

    /// <summary>How many octets are UTF-8 before the first that is not.</summary>
    private static int ValidOctets(ReadOnlySpan<byte> line)
    {
        var valid = 0;
        while (Rune.DecodeFromUtf8(line[valid..], out _, out var used) == OperationStatus.Done) valid += used;
        return valid;
    }
}
