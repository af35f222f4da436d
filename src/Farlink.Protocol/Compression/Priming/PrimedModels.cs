using System.Buffers.Text;
using Farlink.Protocol.Messages;

namespace Farlink.Protocol.Compression.Priming;

/// <summary>
/// Models that have read the built-in text: what typical MQTT telemetry looks like. Each size is read once in a process, when it
/// is first wanted; a link's model is a copy.
/// </summary>
internal static class PrimedModels
{
    /// <summary>What nearly every chunk on the air says: the longest frame allows 237 octets.</summary>
    private const int UsualLimit = 237 - ChunkCheck.Octets;

    private static readonly Lazy<TelemetryModel>[] Models =
        [.. Enumerable.Range(0, 5).Select(log2 => new Lazy<TelemetryModel>(() => Make(ModelSize.AtMost(1 << log2)!.Value)))];

    /// <summary>A model of this size that has read the text; not to be changed.</summary>
    public static TelemetryModel Of(ModelSize size) => Models[31 - int.LeadingZeroCount(size.Mebibytes)].Value;

    /// <summary>A new model that has read the text.</summary>
    public static TelemetryModel Copy(ModelSize size)
    {
        var model = new TelemetryModel(size);
        model.CopyFrom(Of(size));
        return model;
    }

    /// <summary>The messages of the text.</summary>
    public static IEnumerable<(byte[] Topic, byte[] Payload)> Messages()
    {
        byte[] all = [.. PrimePart1.Text, (byte)'\n', .. PrimePart2.Text, (byte)'\n', .. PrimePart3.Text];
        var joined = new List<byte>();
        for (var i = 0; i <= all.Length; i++)
        {
            if (i < all.Length && all[i] != '\n')
            {
                joined.Add(all[i]);
                continue;
            }

            if (i + 1 < all.Length && all[i + 1] == '|')
            {
                i++;
                continue;
            }

            var line = joined.ToArray();
            joined.Clear();
            var mark = line.AsSpan().IndexOf((byte)'^');
            yield return (line[..mark], PayloadOf(line.AsSpan(mark + 1)));
        }
    }

    private static byte[] PayloadOf(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("b64:"u8)) return text.ToArray();
        var octets = text[4..].ToArray();
        Base64.DecodeFromUtf8InPlace(octets, out var count);
        return octets[..count];
    }

    private static TelemetryModel Make(ModelSize size)
    {
        var model = new TelemetryModel(size);
        var records = new RecordModel(model);
        var coder = new NoCoder();
        foreach (var (topic, payload) in Messages())
        {
            records.BeginChunk(coder, UsualLimit);
            records.CodeKind(coder, RecordKind.Begin((int)Priority.Normal, RecordForm.Shared));
            var look = RecordLook.Of(MqttQos.AtMostOnce, false, false, RecordLook.IsBinaryPayload(payload), false);
            var parts = new MessageParts(RecordForm.Shared);
            records.TryCode(coder, parts, new WholeMessage(topic, payload, 0, look), RecordModel.MostTextOctets);
            records.CodeKind(coder, RecordKind.EndOfChunk);
        }

        return model;
    }

    /// <summary>Nothing is written: the model only learns.</summary>
    private sealed class NoCoder : IDecisionCoder
    {
        public int Guaranteed => int.MaxValue;

        public int UsedBits => 0;

        public int Code(int bit, int probability) => bit;
    }
}
