namespace Farlink.Simulation.Bench.Codec;

/// <summary>What the codec and its peers make of a trace.</summary>
public sealed record CodecResult
{
    /// <summary>Messages of the trace.</summary>
    public required int Messages { get; init; }

    /// <summary>Messages a batch; the last one may have fewer.</summary>
    public required int Batch { get; init; }

    /// <summary>Octets of all payloads.</summary>
    public required long PayloadOctets { get; init; }

    /// <summary>The first message that did not come out as it went in; null if all did, octet for octet.</summary>
    public required string? RoundTripProblem { get; init; }

    /// <summary>What our codec reached. Not what a link sends: frames add to it.</summary>
    public required OctetsPerMessage Octets { get; init; }

    /// <summary>Coding, in 1,000 octets of payload a second, on this host.</summary>
    public required double KilobytesPerSecond { get; init; }

    /// <summary>Memory of one model, in octets. Each direction of a link has one at either end.</summary>
    public required long ModelOctets { get; init; }

    /// <summary>SHA-256 of all coded batches: on every host, however the program was compiled, it must be the same.</summary>
    public string Digest { get; init; } = "";

    /// <summary>The others, on the aliased records of the same trace.</summary>
    public required IReadOnlyList<CodecPeer> Peers { get; init; }

    /// <summary>
    /// How many times smaller than the best streaming peer, warm; null if one of them could not be measured or nothing was coded.
    /// </summary>
    public double? TimesSmallerThanStreaming
    {
        get
        {
            var streaming = Peers.Where(peer => peer.IsStreaming).ToList();
            if (streaming.Count == 0 || streaming.Exists(peer => peer.Octets is null) || Octets.Warm <= 0) return null;
            return streaming.Min(peer => peer.Octets!.Warm) / Octets.Warm;
        }
    }

    /// <summary>Our octets over those of a peer, warm; null if it could not be measured.</summary>
    /// <param name="name">The peer's <see cref="CodecPeer.Name"/>.</param>
    public double? RatioTo(string name) =>
        Peers.FirstOrDefault(peer => peer.Name == name)?.Octets is { Warm: > 0 } other ? Octets.Warm / other.Warm : null;
}
