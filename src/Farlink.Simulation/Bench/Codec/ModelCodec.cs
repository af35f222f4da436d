using Farlink.Protocol.Compression;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Bench.Codec;

/// <summary>One end of the link's own codec: a batch is a chunk without a limit.</summary>
public sealed class ModelCodec : ITraceCodec
{
    private static readonly SessionClock Clock = new(new Instant(0));
    private readonly Lazy<ModelEncoder<Outgoing>> _encoder;
    private readonly Lazy<ModelDecoder> _decoder;

    /// <summary>Makes an end; its model is allocated when it is first used.</summary>
    public ModelCodec(CodecModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var size = ModelSize.AtMost(model.Mebibytes) ?? throw new ArgumentOutOfRangeException(nameof(model));
        _encoder = new(() => new ModelEncoder<Outgoing>(Clock, size, model.IsPrimed, isBounded: false));
        _decoder = new(() => new ModelDecoder(Clock, 1 << 17, size, model.IsPrimed, isBounded: false));
    }

    /// <inheritdoc/>
    public long ModelOctets => _encoder.IsValueCreated ? _encoder.Value.ModelOctets
        : _decoder.IsValueCreated ? _decoder.Value.ModelOctets : 0;

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<TraceMessage> batch) =>
        _encoder.Value.Fill(int.MaxValue, new Batch(batch), [], []) ?? [];

    /// <inheritdoc/>
    public IReadOnlyList<TraceMessage>? Decode(ReadOnlySpan<byte> coded)
    {
        List<Decoded> messages = [];
        if (!_decoder.Value.TryDecode(coded, messages)) return null;
        return [.. messages.Select(one => new TraceMessage(one.Message.Topic, one.Message.Payload))];
    }

    private sealed class Batch(IReadOnlyList<TraceMessage> messages) : IMessageSource<Outgoing>
    {
        private int _next;

        public bool TryPeek(Priority lane, out Outgoing entry, out Outgoing outgoing)
        {
            entry = outgoing = default;
            if (lane != Priority.Normal || _next == messages.Count) return false;
            var message = messages[_next];
            entry = outgoing = new Outgoing(
                new MqttMessage { Topic = message.Topic, Payload = message.Payload }, Instant.Never);
            return true;
        }

        public void Take(Outgoing entry) => _next++;
    }
}
