namespace Farlink.Simulation.Bench.Codec;

/// <summary>One message of a trace: what a codec has to carry. When it was published is not carried.</summary>
/// <param name="Topic">Topic name, at most <see cref="TelemetryTrace.MostTopicOctets"/> in UTF-8.</param>
/// <param name="Payload">Payload, any octets, at most <see cref="TelemetryTrace.MostPayloadOctets"/>.</param>
public sealed record TraceMessage(string Topic, ReadOnlyMemory<byte> Payload);
