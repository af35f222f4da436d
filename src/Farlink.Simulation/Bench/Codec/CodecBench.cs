using System.Security.Cryptography;

namespace Farlink.Simulation.Bench.Codec;

/// <summary>Codes a trace with our codec and with general compressors.</summary>
/// <param name="create">Makes one end of our codec.</param>
/// <param name="find">The path of a program, or null: <see cref="ToolPath.Find(string)"/>.</param>
/// <param name="time">Measures how long coding takes.</param>
public sealed class CodecBench(Func<ITraceCodec> create, Func<string, string?> find, TimeProvider time)
{
    /// <summary>Most messages a batch.</summary>
    public const int MostBatch = 1000;

    /// <summary>Measures everything.</summary>
    /// <param name="messages">The trace, 1 message at least.</param>
    /// <param name="batch">Messages a batch, 1 to <see cref="MostBatch"/>.</param>
    /// <param name="progress">Told what is measured.</param>
    /// <param name="cancellation">Ends it; a program under way is stopped.</param>
    public async Task<CodecResult> RunAsync(
        IReadOnlyList<TraceMessage> messages, int batch, Action<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(progress);
        ArgumentOutOfRangeException.ThrowIfZero(messages.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch, MostBatch);
        var own = Code(messages, batch, progress, cancellation);
        return own with { Peers = await PeersAsync(messages, batch, progress, cancellation) };
    }

    private CodecResult Code(
        IReadOnlyList<TraceMessage> messages, int batch, Action<string> progress, CancellationToken cancellation)
    {
        var (encoder, decoder) = (create(), create());
        var sizes = new List<int>();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var spent = TimeSpan.Zero;
        string? problem = null;
        foreach (var part in messages.Chunk(batch))
        {
            cancellation.ThrowIfCancellationRequested();
            var done = sizes.Count * batch;
            if (sizes.Count % Math.Max(1, 100 / batch) == 0) progress($"farlink {done} of {messages.Count}");
            var started = time.GetTimestamp();
            var coded = encoder.Encode(part);
            spent += time.GetElapsedTime(started);
            sizes.Add(coded.Length);
            digest.AppendData(coded);

            // A decoder that has gone astray stays astray: only the first difference says something.
            problem ??= Difference(part, decoder.Decode(coded), done);
        }

        var payload = messages.Sum(message => (long)message.Payload.Length);
        return new CodecResult
        {
            Messages = messages.Count,
            Batch = batch,
            PayloadOctets = payload,
            RoundTripProblem = problem,
            Octets = OctetsPerMessage.OfBatches(sizes, messages.Count, batch),
            KilobytesPerSecond = payload / 1000.0 / Math.Max(spent.TotalSeconds, 1e-6),
            ModelOctets = encoder.ModelOctets,
            Digest = Convert.ToHexStringLower(digest.GetHashAndReset()),
            Peers = [],
        };
    }

    private async Task<IReadOnlyList<CodecPeer>> PeersAsync(
        IReadOnlyList<TraceMessage> messages, int batch, Action<string> progress, CancellationToken cancellation)
    {
        var records = new RecordStream(messages);
        progress("deflate");
        List<CodecPeer> peers = [new("deflate", "deflate, flushed", true, Streaming(StreamingPeers.Deflate))];
        progress("brotli");
        peers.Add(new("brotli", "brotli, flushed", true, Streaming(StreamingPeers.Brotli)));
        progress("zstd, flushed");
        peers.Add(ZstdStream.IsThere
            ? new("zstd_stream", "zstd, flushed", true, Streaming(ZstdStream.Code))
            : new("zstd_stream", "zstd, flushed", true, null, "not installed (apt install libzstd1)", IsMissing: true));
        var archives = new ArchiveBench(find, time);
        foreach (var archiver in Archiver.All)
        {
            progress(archiver.Name);
            peers.Add(await archives.MeasureAsync(archiver, records, cancellation));
        }

        return peers;

        OctetsPerMessage Streaming(Func<IEnumerable<ReadOnlyMemory<byte>>, IEnumerable<byte[]>> code)
        {
            var sizes = new List<int>();
            foreach (var coded in code(records.Batches(batch)))
            {
                cancellation.ThrowIfCancellationRequested();
                sizes.Add(coded.Length);
            }

            return OctetsPerMessage.OfBatches(sizes, messages.Count, batch);
        }
    }

    private static string? Difference(TraceMessage[] sent, IReadOnlyList<TraceMessage>? received, int before)
    {
        if (received is null) return $"the batch that begins with message {before + 1} could not be decoded";
        for (var i = 0; i < Math.Min(sent.Length, received.Count); i++)
        {
            if (!string.Equals(sent[i].Topic, received[i].Topic, StringComparison.Ordinal))
                return $"the topic of message {before + i + 1} came out different";
            if (!sent[i].Payload.Span.SequenceEqual(received[i].Payload.Span))
                return $"the payload of message {before + i + 1} came out different";
        }

        return sent.Length == received.Count
            ? null : $"the batch that begins with message {before + 1} has {sent.Length} messages, {received.Count} came out";
    }
}
