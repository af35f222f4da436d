namespace Farlink.Simulation.Bench.Codec;

/// <summary>One message of a trace: what a codec has to carry, and when it was published, which is not carried.</summary>
/// <param name="Topic">Topic name, at most <see cref="TelemetryTrace.MostTopicOctets"/> in UTF-8.</param>
/// <param name="Payload">Payload, any octets, at most <see cref="TelemetryTrace.MostPayloadOctets"/>.</param>
public sealed record TraceMessage(string Topic, ReadOnlyMemory<byte> Payload)
{
    /// <summary>When it was published, in milliseconds since 1970 or any other moment; 0 where nobody says.</summary>
    public long AtMilliseconds { get; init; }
}
