namespace Farlink.Simulation.Bench.Codec;

/// <summary>
/// One end of a codec that learns from batch to batch. Two of the same kind belong together: what one has coded, the other
/// decodes, each batch once and in order. An instance either codes or decodes. Used by one thread.
/// </summary>
public interface ITraceCodec
{
    /// <summary>Memory of the model, in octets; told after the last batch, so it may be allocated at first use.</summary>
    long ModelOctets { get; }

    /// <summary>Codes the next batch and returns its octets; none at all is allowed.</summary>
    /// <param name="batch">Messages, 1 at least.</param>
    byte[] Encode(IReadOnlyList<TraceMessage> batch);

    /// <summary>Decodes the next batch; null if that is not possible.</summary>
    /// <param name="coded">What <see cref="Encode"/> of the other end returned; its length is known, as it is in a frame.</param>
    IReadOnlyList<TraceMessage>? Decode(ReadOnlySpan<byte> coded);
}
