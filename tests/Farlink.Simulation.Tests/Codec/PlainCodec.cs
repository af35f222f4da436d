using System.Buffers.Binary;
using System.Text;
using Farlink.Simulation.Bench.Codec;

namespace Farlink.Simulation.Tests.Codec;

/// <summary>A codec that saves nothing: two octets of length before each topic and three before each payload.</summary>
internal sealed class PlainCodec : ITraceCodec
{
    /// <summary>Octets beside topic and payload.</summary>
    public const int HeadOctets = 5;

    public long ModelOctets => 3 * 1024 * 1024;

    public byte[] Encode(IReadOnlyList<TraceMessage> batch)
    {
        var coded = new List<byte>();
        foreach (var message in batch)
        {
            var topic = Encoding.UTF8.GetBytes(message.Topic);
            var head = new byte[HeadOctets];
            BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)topic.Length);
            head[2] = (byte)(message.Payload.Length >> 16);
            BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(3), (ushort)message.Payload.Length);
            coded.AddRange(head);
            coded.AddRange(topic);
            coded.AddRange(message.Payload.ToArray());
        }

        return [.. coded];
    }

    public IReadOnlyList<TraceMessage> Decode(ReadOnlySpan<byte> coded)
    {
        List<TraceMessage> batch = [];
        while (!coded.IsEmpty)
        {
            var topic = BinaryPrimitives.ReadUInt16BigEndian(coded);
            var payload = (coded[2] << 16) | BinaryPrimitives.ReadUInt16BigEndian(coded[3..]);
            coded = coded[HeadOctets..];
            batch.Add(new TraceMessage(Encoding.UTF8.GetString(coded[..topic]), coded[topic..(topic + payload)].ToArray()));
            coded = coded[(topic + payload)..];
        }

        return batch;
    }
}
