using System.Text;
using Farlink.Protocol.Compression;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Tests.Compression;

/// <summary>What tests/vectors/model-chunks.txt holds: some fixed messages, coded with models of two sizes.</summary>
internal static class GoldenChunks
{
    public static readonly SessionClock Clock = new(new Instant(0));
    private static readonly MqttMessage Bulky = Make("cam/1/still", Noise(700, 7));

    /// <summary>The models' sizes, in MiB.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [1, 4];

    /// <summary>The messages that come out at the other end; one is withdrawn.</summary>
    public static IEnumerable<MqttMessage> Messages() =>
        Steps().Select(step => step.Message).Where(message => message != Bulky);

    /// <summary>The file, as this host makes it.</summary>
    public static string Text()
    {
        var made = new StringBuilder();
        made.Append($"version {ModelVersion.OfTables:X8}\n");
        foreach (var mebibytes in Sizes)
            foreach (var chunk in Of(mebibytes)) made.Append($"{mebibytes} {Convert.ToHexString(chunk)}\n");
        return made.ToString();
    }

    /// <summary>Decodes them; null if one cannot be.</summary>
    public static List<Decoded>? Decode(int mebibytes)
    {
        var decoder = new ModelDecoder(Clock, 2000, ModelSize.AtMost(mebibytes)!.Value);
        List<Decoded> decoded = [];
        foreach (var chunk in Of(mebibytes))
            if (!decoder.TryDecode(chunk, decoded)) return null;
        return decoder.HeldOctets == 0 ? decoded : null;
    }

    /// <summary>One of each kind, a repeat where the model is to show what it has learned, one that is withdrawn.</summary>
    private static IEnumerable<(MqttMessage Message, Priority Lane, int PadTo)> Steps()
    {
        yield return (Make("/esp8266", "Good job! You are connected 1 times"u8), Priority.Normal, 0);
        yield return (Make("/esp8266", "Good job! You are connected 2 times"u8), Priority.Normal, 0);
        yield return (Make("tele/barn/SENSOR", "{\"Time\":\"2026-03-04T06:16:21\",\"AM2301\":{\"Temperature\":-2.3}}"u8),
            Priority.Normal, 0);
        yield return (Bulky, Priority.Bulk, 0);
        yield return (Make("tele/barn/SENSOR", "{\"Time\":\"2026-03-04T06:21:21\",\"AM2301\":{\"Temperature\":-2.1}}"u8),
            Priority.Urgent, 0);
        yield return (Make("barn/secret", "{\"pin\":4711}"u8), Priority.Normal, 64);
        yield return (Make("barn/isolated", "{\"pin\":4711}"u8), Priority.Normal, 1);
        yield return (Make("meter/raw", [0x08, 0x96, 0x01, 0x15, 0x00, 0x00, 0x80, 0x3F, 0x1A, 0x02, 0x6F, 0x6E]),
            Priority.Normal, 0);
        yield return (Make("meter/raw", [0x08, 0x97, 0x01, 0x15, 0x00, 0x00, 0x82, 0x3F, 0x1A, 0x02, 0x6F, 0x6E]),
            Priority.Normal, 0);
        yield return (Make("meter/noise", Noise(100, 9)), Priority.Normal, 0);
        yield return (Make("barn/door", ""u8) with { Retain = true, Qos = MqttQos.ExactlyOnce }, Priority.Normal, 0);
        yield return (Make("barn/cmd", "open"u8) with
        {
            Qos = MqttQos.AtMostOnce,
            Properties = new MessageProperties
            {
                ContentType = "text/plain",
                CorrelationData = new byte[] { 1, 2, 3 },
                UserProperties = [new("unit", "°C")],
            },
        }, Priority.Normal, 0);
        var log = string.Concat(Enumerable.Range(0, 120).Select(i => $"{i * i},{-i}.5;"));
        yield return (Make("log", Encoding.UTF8.GetBytes(log)), Priority.Bulk, 0);
    }

    private static List<byte[]> Of(int mebibytes)
    {
        var encoder = new ModelEncoder<MqttMessage>(Clock, ModelSize.AtMost(mebibytes)!.Value);
        List<byte[]> chunks = [];
        foreach (var step in Steps())
        {
            var source = new One(step);
            if (step.Message == Bulky)
            {
                chunks.Add(encoder.Fill(200, source, [], [])!);
                continue;
            }

            // The bulky one waits half coded for two more messages, then it is withdrawn.
            if (step.PadTo == 64 && !encoder.Withdraw(Bulky)) throw new InvalidOperationException("Nothing is half coded.");
            while (encoder.Fill(step.Lane == Priority.Urgent ? 60 : 90, source, [], []) is { } chunk)
            {
                chunks.Add(chunk);
                if (step.Lane == Priority.Urgent) break;
            }
        }

        return chunks;
    }

    private static MqttMessage Make(string topic, ReadOnlySpan<byte> payload) =>
        new() { Topic = topic, Payload = payload.ToArray() };

    /// <summary>Octets of a generator that stays what it is in every version of .NET.</summary>
    private static byte[] Noise(int length, uint state)
    {
        var octets = new byte[length];
        for (var i = 0; i < length; i++)
        {
            state = (state * 1_664_525) + 1_013_904_223;
            octets[i] = (byte)(state >> 24);
        }

        return octets;
    }

    private sealed class One((MqttMessage Message, Priority Lane, int PadTo) step) : IMessageSource<MqttMessage>
    {
        private bool _isTaken;

        public bool TryPeek(Priority lane, out MqttMessage entry, out Outgoing outgoing)
        {
            entry = step.Message;
            outgoing = new Outgoing(step.Message, Instant.Never, PadTo: step.PadTo);
            return !_isTaken && lane == step.Lane;
        }

        public void Take(MqttMessage entry) => _isTaken = true;
    }
}
