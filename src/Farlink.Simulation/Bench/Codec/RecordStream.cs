using System.Buffers;
using System.Text;
using Farlink.Protocol.Wire;

namespace Farlink.Simulation.Bench.Codec;

/// <summary>
/// A trace as the general compressors get it, in aliased records, so that the comparison is about payloads and nobody pays for a
/// topic twice. A record: flags octet, varint topic index, varint payload length, payload. The first record of a topic has the
/// next free index, and after it varint length and text of the topic.
/// </summary>
internal sealed class RecordStream
{
    /// <summary>The flags of an MQTT PUBLISH at QoS 1, not retained: a trace does not say otherwise.</summary>
    private const byte Flags = 0x02;

    private readonly ReadOnlyMemory<byte> _octets;

    /// <summary>Where each record begins, and where the last one ends.</summary>
    private readonly int[] _starts;

    /// <summary>Writes the records of a trace.</summary>
    public RecordStream(IReadOnlyList<TraceMessage> messages)
    {
        var topics = new Dictionary<string, int>(StringComparer.Ordinal);
        var writer = new ArrayBufferWriter<byte>();
        _starts = new int[messages.Count + 1];
        for (var i = 0; i < messages.Count; i++)
        {
            Write(writer, messages[i], topics);
            _starts[i + 1] = writer.WrittenCount;
        }

        _octets = writer.WrittenMemory;
    }

    /// <summary>Messages in it.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The octets of all records.</summary>
    public ReadOnlyMemory<byte> All => _octets;

    /// <summary>The octets of the first records.</summary>
    /// <param name="count">How many records, 0 to <see cref="Count"/>.</param>
    public ReadOnlyMemory<byte> First(int count) => _octets[.._starts[count]];

    /// <summary>The octets of all records, by batches; the last one may have fewer records.</summary>
    /// <param name="batch">Records a batch, 1 at least.</param>
    public IEnumerable<ReadOnlyMemory<byte>> Batches(int batch)
    {
        for (var first = 0; first < Count; first += batch)
            yield return _octets[_starts[first].._starts[Math.Min(Count, first + batch)]];
    }

    private static void Write(ArrayBufferWriter<byte> writer, TraceMessage message, Dictionary<string, int> topics)
    {
        writer.Write([Flags]);
        var isKnown = topics.TryGetValue(message.Topic, out var index);
        if (!isKnown) index = topics[message.Topic] = topics.Count;
        WriteNumber(writer, index);
        if (!isKnown) WriteOctets(writer, Encoding.UTF8.GetBytes(message.Topic));
        WriteOctets(writer, message.Payload.Span);
    }

    private static void WriteOctets(ArrayBufferWriter<byte> writer, ReadOnlySpan<byte> octets)
    {
        WriteNumber(writer, octets.Length);
        writer.Write(octets);
    }

    private static void WriteNumber(ArrayBufferWriter<byte> writer, int value) =>
        writer.Advance(Varint.Write(writer.GetSpan(10), (ulong)value));
}
