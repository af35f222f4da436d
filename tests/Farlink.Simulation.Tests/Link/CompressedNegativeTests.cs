using System.Text;
using Farlink.Protocol.Compression;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;
using Farlink.Simulation.Bench.Codec;

namespace Farlink.Simulation.Tests.Link;

/// <summary>What must not happen where streams are compressed, by its number.</summary>
public sealed class CompressedNegativeTests
{
    private const int ChunkOctets = 237;
    private static readonly ModelSize Small = ModelSize.AtMost(1)!.Value;
    private static readonly SessionClock Clock = new(new Instant(0));

    [Fact]
    public void Negative25_ChunkThatDecodesToMoreThanTheLimit_IsAResetAndCounted()
    {
        using var ends = Compressed(1);
        var hostile = new HostileSite(ends);
        var encoder = new ModelEncoder<Outgoing>(Clock, Small, isBounded: false);
        var bomb = encoder.Fill(ChunkOctets, new OneMessage(Of("t", new byte[60_000])), [], [])!;

        // What a bounded encoder says, and then more than it would.
        hostile.Send(bomb);
        Assert.Equal(1, ends.Base.Machine!.Refusals[LinkRefusal.Undecodable]);
        Assert.Equal(0, ends.Base.Machine.Refusals[LinkRefusal.Breach]);
        Assert.InRange(ends.Base.Machine.Status(TwoEnds.LinkId, ends.Base.Now).HeldOctets, 0, 64 * 1024);
        ends.RunFor(1);
        Assert.NotNull(ends.Base.Machine.Session(TwoEnds.LinkId)!.Receiving.Reset);
    }

    [Fact]
    public void Negative25_ChunksThatDecodeToMuchAThousandTimes_CostNoMoreThanTheBudget()
    {
        using var ends = Compressed(1);
        var hostile = new HostileSite(ends);
        var encoder = new ModelEncoder<Outgoing>(Clock, Small);
        var text = Enumerable.Repeat((byte)'a', 8000).ToArray();
        var before = ends.Base.Now;
        var most = 0L;
        for (var i = 0; i < 1000; i++)
        {
            if (hostile.Ahead < SequenceWindow.Size)
                hostile.Send(encoder.Fill(ChunkOctets, new OneMessage(Of("t", text), Of("t", text)), [], [])!);
            ends.RunFor(0.01);
            most = Math.Max(most, hostile.Cost);
        }

        var seconds = (ends.Base.Now - before).Seconds;
        Assert.InRange(most, 1, 400_000 * (seconds + 3));
        Assert.True(hostile.Ahead > 30, "the budget was never spent, so it was not tried");
        Assert.Equal(0, ends.Base.Machine!.Refusals[LinkRefusal.Breach]);
    }

    [Fact]
    public void Negative25_ChunkWithoutALimit_IsRefused()
    {
        var encoder = new ModelEncoder<Outgoing>(Clock, Small, isBounded: false);
        var chunk = encoder.Fill(1000, new OneMessage(Of("t", "x"u8)), [], [])!;
        Assert.False(new ModelDecoder(Clock, 1000, Small).TryDecode(chunk, []));
    }

    [Theory]
    [InlineData("random octets")]
    [InlineData("random letters")]
    [InlineData("random keys and numbers")]
    [InlineData("ever new topics")]
    [InlineData("short random octets")]
    [InlineData("random keys and numbers", 2)]
    public void Negative26_DeviceThatPublishesWhatTeachesNothing_MakesOthersAtMostTenPercentWorse(string kind, int devices = 1)
    {
        var good = TelemetryTrace.Read(Path.Combine(Traces(), "zigbee2mqtt.tsv")).Take(400).ToArray();
        var alone = Cost(good, _ => null);
        var random = new Random(26);
        var beside = Cost(good, i => i % 4 == 0 ? Flood(kind, random) with { Publisher = $"flood-{i / 4 % devices}" } : null);
        Assert.InRange(beside, alone * 0.9, alone * 1.1);
    }

    /// <summary>Registers that wander by some hundreds take many bits, but the model knows where they were.</summary>
    [Fact]
    public void Noise_DearReadingsOfTwoDevices_AreNotTakenForIt()
    {
        var random = new Random(3);
        var registers = Enumerable.Range(0, 90).Select(_ => random.Next(5000, 50_000)).ToArray();
        var encoder = new ModelEncoder<Outgoing>(Clock, ModelSize.AtMost(4)!.Value);
        var (coded, plain) = (0, 0);
        for (var i = 0; i < 400; i++)
        {
            var half = registers.AsSpan(45 * (i % 2), 45);
            foreach (ref var register in half) register += random.Next(-150, 151);
            byte[] payload = [.. half.ToArray().SelectMany(value => (byte[])[(byte)(value >> 8), (byte)value])];
            var octets = Code(encoder, Of($"plant/{i % 2}/registers", payload));
            if (i >= 200) (coded, plain) = (coded + octets, plain + payload.Length);
        }

        Assert.InRange((double)coded / plain, 0.4, 0.75);
    }

    [Fact]
    public void Negative27_GuessesAtASecretOfAnotherDevice_AllHaveTheSameLengths()
    {
        string[] candidates = [.. Enumerable.Range(1, 10).Select(number => $"{number * 7919}")];
        HashSet<string> seen = [];
        foreach (var real in candidates.Take(3))
        {
            foreach (var guess in candidates)
            {
                using var ends = Compressed(1);
                List<int> lengths = [];
                ends.Network.OnFrame = frame => lengths.Add(frame.Octets.Length);
                ends.Site.Submit(Submission("other/secret", "victim", real, Protocol.Bridging.Route.SecretPad));
                ends.RunFor(5);
                ends.Site.Submit(Submission("own/topic", "attacker", guess.PadRight(6), 0));
                ends.RunFor(25);
                seen.Add(string.Join(' ', lengths.Take(2)));
            }
        }

        Assert.Single(seen);
    }

    /// <summary>The control of the test before: without <c>secret</c> a right guess is shorter than wrong ones.</summary>
    [Fact]
    public void Negative27_WithoutSecret_ARightGuessShows()
    {
        int Octets(string guess)
        {
            var encoder = new ModelEncoder<Outgoing>(Clock, Small);
            encoder.Fill(ChunkOctets, new OneMessage(Of("other/secret", "4711-sesame-opens"u8)), [], []);
            return encoder.Fill(ChunkOctets, new OneMessage(Of("own/topic", Encoding.ASCII.GetBytes(guess))), [], [])!.Length;
        }

        Assert.True(Octets("4711-sesame-opens") < Octets("8622-cactus-stabs"));
    }

    [Fact]
    public void Negative28_FiveThousandTopicsOfOneDevice_LeaveTheOthersTheirs()
    {
        var encoder = new ModelEncoder<Outgoing>(Clock, Small);
        int Octets(string publisher, string topic) =>
            encoder.Fill(ChunkOctets, new OneMessage(Of(topic, "1"u8) with { Publisher = publisher }), [], [])!.Length;
        var random = new Random(28);
        string[] own = [.. Enumerable.Range(0, 10).Select(_ => $"house/{random.NextInt64():x16}{random.NextInt64():x16}")];
        foreach (var topic in own) Octets("good", topic);
        for (var i = 0; i < 5000; i++) Octets("flood", $"flood/{random.Next():x}");

        // 16 octets of each are random: if it were forgotten it would cost more.
        foreach (var topic in own) Assert.InRange(Octets("good", topic), 1, 10);
    }

    private static byte[] Letters(Random random, int octets) =>
        [.. Enumerable.Range(0, octets).Select(_ => (byte)random.Next('a', 'z' + 1))];

    private static Outgoing Flood(string kind, Random random)
    {
        var octets = new byte[8192];
        random.NextBytes(octets);
        return kind switch
        {
            "random octets" => Of("flood/raw", octets),
            "short random octets" => Of("flood/short", octets.AsSpan(0, 30)),
            "random letters" => Of("flood/text", Letters(random, 2000)),
            "random keys and numbers" => Of("flood/json", Encoding.ASCII.GetBytes(string.Concat(
                Enumerable.Range(0, 40).Select(_ => $"{{\"{Encoding.ASCII.GetString(Letters(random, 8))}\":{random.Next()}}}")))),
            _ => Of($"flood/{random.Next():x}/{random.Next():x}", "1"u8),
        };
    }

    /// <summary>Octets of the good messages, each in a chunk of its own, with others between.</summary>
    private static double Cost(TraceMessage[] good, Func<int, Outgoing?> between)
    {
        var encoder = new ModelEncoder<Outgoing>(Clock, ModelSize.AtMost(4)!.Value);
        var octets = 0;
        for (var i = 0; i < good.Length; i++)
        {
            if (between(i) is { } flood) Code(encoder, flood);
            octets += Code(encoder, Of(good[i].Topic, good[i].Payload.Span) with { Publisher = "good" });
        }

        return octets;
    }

    private static int Code(ModelEncoder<Outgoing> encoder, Outgoing outgoing)
    {
        var source = new OneMessage(outgoing);
        var octets = 0;
        while (encoder.Fill(ChunkOctets, source, [], []) is { } chunk) octets += chunk.Length;
        return octets;
    }

    private static Outgoing Of(string topic, ReadOnlySpan<byte> payload) =>
        new(new MqttMessage { Topic = topic, Payload = payload.ToArray() }, Instant.Never);

    private static Submission Submission(string topic, string client, string text, int padTo) => new()
    {
        Link = TwoEnds.LinkId,
        Client = client,
        PadTo = padTo,
        Message = new MqttMessage { Topic = topic, Payload = Encoding.ASCII.GetBytes(text) },
    };

    private static TwoEnds Compressed(int seed)
    {
        var ends = new TwoEnds(seed, change: link => link with { ModelMebibytes = 1 });
        ends.Start();
        ends.RunFor(10);
        return ends;
    }

    private static string Traces([System.Runtime.CompilerServices.CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "traces");

    /// <summary>A few messages of the normal lane.</summary>
    private sealed class OneMessage(params Outgoing[] messages) : IMessageSource<Outgoing>
    {
        private int _next;

        public bool TryPeek(Priority lane, out Outgoing entry, out Outgoing outgoing)
        {
            var isThere = lane == Priority.Normal && _next < messages.Length;
            entry = outgoing = isThere ? messages[_next] : default;
            return isThere;
        }

        public void Take(Outgoing entry) => _next++;
    }

    /// <summary>A site whose keys somebody has: it seals what he likes, and its base believes the frames.</summary>
    private sealed class HostileSite
    {
        private readonly TwoEnds _ends;
        private long _next;

        public HostileSite(TwoEnds ends)
        {
            _ends = ends;
            // The genuine site is out of reach.
            ends.Network.Channel.Block(ends.Base.Radio, ends.Site.Radio, 1);
            ends.Network.Channel.Block(ends.Site.Radio, ends.Base.Radio, 1);
        }

        /// <summary>Chunks sent that the base has not committed.</summary>
        public long Ahead => _next - Receiving.Committed;

        /// <summary>What decoding has cost the base.</summary>
        public long Cost => ModelMemory.Decoder(_ends.Base)!.Cost;

        private ReceiveSide Receiving => _ends.Base.Machine!.Session(TwoEnds.LinkId)!.Receiving;

        public void Send(byte[] chunk)
        {
            Span<byte> text = stackalloc byte[256];
            var size = new ExtendedBody { ChunkNumber = (byte)_next++, Chunk = chunk }.Write(text);
            var session = _ends.Site.Machine!.Session(TwoEnds.LinkId)!;
            var frame = session.SealControl(TwoEnds.LinkId, FrameKind.Extended, 0, text[..size]);
            _ends.Base.Machine!.HandleFrame(frame, _ends.Base.Now, new LinkQuality(null, null));
            _ends.Base.Pump();
        }
    }
}
