namespace Farlink.Simulation.Bench.Codec;

/// <summary>What another compressor makes of the same trace.</summary>
/// <param name="Name">Its name, for programs: <c>deflate</c>.</param>
/// <param name="Text">Its name for people, with what it is allowed to do.</param>
/// <param name="IsStreaming">Whether it works batch by batch, as a link needs it; else it sees the whole file at once.</param>
/// <param name="Octets">What it reached; null if it could not be measured.</param>
/// <param name="Problem">Why it could not, and the cure; null if it was measured.</param>
/// <param name="IsMissing">Whether the reason is that it is not installed.</param>
public sealed record CodecPeer(
    string Name, string Text, bool IsStreaming, OctetsPerMessage? Octets, string? Problem = null, bool IsMissing = false);
