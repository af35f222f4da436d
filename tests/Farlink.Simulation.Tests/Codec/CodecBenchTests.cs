using Farlink.Simulation.Bench.Codec;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Simulation.Tests.Codec;

public sealed class CodecBenchTests
{
    private static readonly Func<string, string?> NothingInstalled = _ => null;

    [Fact]
    public void OfBatches_OneMessageABatch_CountsTheMessages()
    {
        // 100 messages: 30 octets each for the first 50, then 10 for 25, then 2.
        var octets = Enumerable.Range(0, 100).Select(i => i < 50 ? 30 : i < 75 ? 10 : 2).ToList();
        Assert.Equal(new OctetsPerMessage(18, 6, 30), OctetsPerMessage.OfBatches(octets, 100, 1));
    }

    [Theory]
    [InlineData(101, 1)]
    [InlineData(101, 7)]
    [InlineData(101, 16)]
    [InlineData(101, 1000)]
    [InlineData(3, 2)]
    [InlineData(1, 1)]
    public void OfBatches_EachMessageTheSame_IsTheSameWhereverABatchEnds(int messages, int batch)
    {
        var octets = Enumerable.Range(0, messages).Chunk(batch).Select(part => 8 * part.Length).ToList();
        var measured = OctetsPerMessage.OfBatches(octets, messages, batch);
        Assert.Equal(8, measured.All, 9);
        Assert.Equal(8, measured.Warm, 9);
        Assert.Equal(8, measured.Cold50!.Value, 9);
    }

    [Fact]
    public void OfBatches_HalfInsideABatch_TakesItsShare() =>
        // 5 messages, halves are 2 and 3: batches of 4 and 1 with 8 and 5 octets; the second half has 2 of the 4.
        Assert.Equal(new OctetsPerMessage(13.0 / 5, (4.0 + 5) / 3, 13.0 / 5), OctetsPerMessage.OfBatches([8, 5], 5, 4));

    [Fact]
    public void OfArchives_Container_CancelsInTheSecondHalf() =>
        Assert.Equal(new OctetsPerMessage(30, 12, null), OctetsPerMessage.OfArchives(300, 240, 10));

    [Fact]
    public async Task Run_HandMadeTrace_CountsWhatTheCodecWrote()
    {
        var messages = Traces.Made(10);
        var result = await RunAsync(messages, 4, () => new PlainCodec(), NothingInstalled);
        var each = messages.Select(message => message.Topic.Length + message.Payload.Length + PlainCodec.HeadOctets).ToList();
        Assert.Equal(each.Average(), result.Octets.All, 9);
        Assert.Equal(each.Average(), result.Octets.Cold50!.Value, 9);

        // Message 5 is in the second batch, 4 to 7, of which three count.
        var warm = ((each[4..8].Sum() * 0.75) + each[8..].Sum()) / 5;
        Assert.Equal(warm, result.Octets.Warm, 9);
        Assert.Equal((10, 4, 70L), (result.Messages, result.Batch, result.PayloadOctets));
        Assert.Equal(3 * 1024 * 1024, result.ModelOctets);
        Assert.Null(result.RoundTripProblem);
    }

    [Fact]
    public async Task Run_Speed_IsPayloadOverTheTimeOfCoding()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(10) };
        var bench = new CodecBench(() => new PlainCodec(), NothingInstalled, time);
        var result = await bench.RunAsync(Traces.Made(10), 5, _ => { }, default);

        // The clock goes on by 10 ms at each look: two batches take 10 ms each for 70 octets in all.
        Assert.Equal(0.07 / 0.02, result.KilobytesPerSecond, 6);
    }

    [Fact]
    public async Task Run_ToolsMissing_AreSaidAndWhatNeedsThemIsNotThere()
    {
        var result = await RunAsync(Traces.Made(60), 1, () => new PlainCodec(), NothingInstalled);
        Assert.Equal(["deflate", "brotli", "zstd_stream", "zstd", "xz", "zpaq"], result.Peers.Select(peer => peer.Name));
        Assert.Equal(
            ["not installed (apt install zstd)", "not installed (apt install xz-utils)", "not installed (apt install zpaq)"],
            result.Peers.Where(peer => peer is { IsMissing: true, IsStreaming: false }).Select(peer => peer.Problem));
        Assert.Null(result.RatioTo("zpaq"));
        Assert.True(result.TimesSmallerThanStreaming > 0);
    }

    [Fact]
    public async Task Run_ToolsThatFail_AreSaidAndNotMissing()
    {
        var result = await RunAsync(
            Traces.Made(60), 1, () => new PlainCodec(),
            name => name == "xz" ? "/bin/true" : name == "zstd" ? "/bin/false" : "/bin");
        Assert.DoesNotContain(result.Peers, peer => peer.IsMissing);
        Assert.Equal("failed: /bin/false ended with 1: ", Peer(result, "zstd").Problem);
        Assert.Equal("failed: /bin/true wrote no archive", Peer(result, "xz").Problem);
        Assert.StartsWith("failed: /bin cannot be started", Peer(result, "zpaq").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ToolThatCopies_CountsTheRecordsOfWholeAndSecondHalf()
    {
        using var tool = new ScriptTool("for to in r.zst r.xz r.zpaq; do cp r $to; done");
        var messages = Traces.Made(9);
        var records = new RecordStream(messages);
        var result = await RunAsync(messages, 4, () => new PlainCodec(), _ => tool.Path);
        var expected = new OctetsPerMessage(
            records.All.Length / 9.0, (records.All.Length - records.First(4).Length) / 5.0, null);
        foreach (var name in (string[])["zstd", "xz", "zpaq"]) Assert.Equal(expected, Peer(result, name).Octets);
        Assert.True(tool.HasLeftNothing);
    }

    [Fact]
    public async Task Run_Archivers_AreSmallerThanWhatIsFlushed()
    {
        var messages = Traces.Read("zigbee2mqtt.tsv");
        var result = await RunAsync(messages, 16, () => new PlainCodec(), ToolPath.Find);
        foreach (var name in (string[])["zstd", "xz", "zpaq"])
        {
            var octets = Peer(result, name).Octets;
            Assert.NotNull(octets);
            Assert.InRange(octets.All, 4, 10);
            Assert.InRange(octets.Warm, 3, octets.All);
            Assert.Null(octets.Cold50);
        }

        Assert.True(Peer(result, "zpaq").Octets!.Warm < Peer(result, "deflate").Octets!.Warm);
    }

    [Theory]
    [InlineData("payload", "the payload of message 8 came out different")]
    [InlineData("topic", "the topic of message 8 came out different")]
    [InlineData("lost", "the batch that begins with message 6 has 5 messages, 2 came out")]
    [InlineData("more", "the batch that begins with message 6 has 5 messages, 6 came out")]
    [InlineData("refused", "the batch that begins with message 6 could not be decoded")]
    public async Task Run_CodecThatErrs_IsFound(string fault, string expected)
    {
        var result = await RunAsync(Traces.Made(20), 5, () => new FaultyCodec(fault), NothingInstalled);
        Assert.Equal(expected, result.RoundTripProblem);
    }

    [Fact]
    public async Task Run_Cancelled_Ends()
    {
        using var ending = new CancellationTokenSource();
        await ending.CancelAsync();
        var bench = new CodecBench(() => new PlainCodec(), NothingInstalled, TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.RunAsync(Traces.Made(2), 1, _ => { }, ending.Token));
    }

    [Fact]
    public async Task Run_ToolThatDoesNotEnd_IsStoppedWithTheRun()
    {
        using var ending = new CancellationTokenSource();
        using var tool = new ScriptTool("exec sleep 600");
        var bench = new CodecBench(() => new PlainCodec(), _ => tool.Path, TimeProvider.System);
        var run = bench.RunAsync(Traces.Made(2), 1, _ => { }, ending.Token);
        await tool.StartedAsync();
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.True(tool.HasLeftNothing);
    }

    [Fact]
    public async Task Run_ToolThatTakesTooLong_IsStoppedAndSaid()
    {
        var time = new FakeTimeProvider();
        using var tool = new ScriptTool("exec sleep 600");
        var bench = new CodecBench(() => new PlainCodec(), name => name == "xz" ? tool.Path : null, time);
        var run = bench.RunAsync(Traces.Made(2), 1, _ => { }, default);
        await tool.StartedAsync();
        time.Advance(ArchiveBench.Patience);
        Assert.Equal(
            $"failed: {tool.Path} took longer than 10 minutes; use a shorter trace", Peer(await run, "xz").Problem);
        Assert.True(tool.HasLeftNothing);
    }

    private static Task<CodecResult> RunAsync(
        IReadOnlyList<TraceMessage> messages, int batch, Func<ITraceCodec> create, Func<string, string?> find) =>
        new CodecBench(create, find, TimeProvider.System).RunAsync(messages, batch, _ => { }, default);

    private static CodecPeer Peer(CodecResult result, string name) => result.Peers.First(peer => peer.Name == name);

    /// <summary>Errs in the second batch, at its third message.</summary>
    private sealed class FaultyCodec(string fault) : ITraceCodec
    {
        private readonly PlainCodec _plain = new();
        private int _batches;

        public long ModelOctets => 0;

        public byte[] Encode(IReadOnlyList<TraceMessage> batch) => _plain.Encode(batch);

        public IReadOnlyList<TraceMessage>? Decode(ReadOnlySpan<byte> coded)
        {
            var batch = _plain.Decode(coded).ToList();
            if (++_batches != 2) return batch;
            switch (fault)
            {
                case "payload":
                    batch[2] = batch[2] with { Payload = "value 77"u8.ToArray() };
                    break;
                case "topic":
                    batch[2] = batch[2] with { Topic = "A/b" };
                    break;
                case "lost":
                    batch.RemoveRange(2, 3);
                    break;
                case "more":
                    batch.Add(batch[0]);
                    break;
                default:
                    return null;
            }

            return batch;
        }
    }
}
