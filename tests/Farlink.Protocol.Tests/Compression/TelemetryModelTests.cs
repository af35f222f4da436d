using System.Text;
using CsCheck;
using Farlink.Protocol.Compression;
using Farlink.Protocol.Compression.Priming;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Tests.Wire;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Tests.Compression;

public sealed class TelemetryModelTests
{
    private static readonly ModelSize Small = ModelSize.AtMost(1)!.Value;
    private static readonly SessionClock Clock = new(new Instant(0));

    private static readonly string[] Numbers =
    [
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "999999999999999999", "1000000000000000000",
        "-999999999999999999", "0.99999999999999999", "-0.12345678901234567", "99999999999999999.9", "123456789012345678",
        "-0", "-0.0", "1e5", "-1E-300", "00000", "000000000000000000", "0", "1", "9", "10", "-1", ".5", "5.", "1.2.3.4", "--3",
        "3-4", "-", "+7", "0x1F", "18446744073709551616", "123456789012345678901234567890", "2026-03-04T06:16:21.500Z",
    ];

    private static readonly string[] Between = [" ", ",", "", "}", "\",\"b\":", "{\"a\":", "[", "\n", "-", "."];

    private static readonly Gen<string> AnyNumbers = Gen.Select(
        Gen.Int[0, Numbers.Length - 1], Gen.Int[0, Between.Length - 1], (number, between) => Numbers[number] + Between[between])
        .Array[0, 12].Select(string.Concat);

    [Fact]
    public void Code_NumbersAtTheEdges_ComeOutAgain() =>
        AnyNumbers.Array[1, 12].Sample(
            payloads =>
            {
                var encoder = new ModelEncoder<MqttMessage>(Clock, Small, isPrimed: false, isBounded: false);
                var decoder = new ModelDecoder(Clock, 70_000, Small, isPrimed: false, isBounded: false);
                foreach (var payload in payloads)
                {
                    var message = new MqttMessage { Topic = "t", Payload = Encoding.UTF8.GetBytes(payload) };
                    List<Decoded> decoded = [];
                    var chunk = encoder.Fill(int.MaxValue, new MessageLanes([message], null), [], [])!;
                    Assert.True(decoder.TryDecode(chunk, decoded));
                    Assert.Equal(payload, Encoding.UTF8.GetString(Assert.Single(decoded).Message.Payload.Span));
                }
            },
            iter: 300);

    [Fact]
    public void CopyFrom_ModelThatHasLearned_GoesOnAlike()
    {
        var first = new TelemetryModel(Small);
        CodeAll(first, 0, 200);
        var second = new TelemetryModel(Small);

        // What it knew before must not show through.
        CodeAll(second, 500, 50);
        second.CopyFrom(first);
        Assert.Equal(Convert.ToHexString(CodeAll(first, 200, 200)), Convert.ToHexString(CodeAll(second, 200, 200)));
    }

    [Fact]
    public void Copy_OfThePrimedModel_IsIndependentOfOthers()
    {
        var first = CodeAll(PrimedModels.Copy(Small), 0, 30);
        Assert.Equal(Convert.ToHexString(first), Convert.ToHexString(CodeAll(PrimedModels.Copy(Small), 0, 30)));
    }

    [Fact]
    public void Code_InSteadyState_AllocatesNothing()
    {
        var model = new TelemetryModel(Small);
        var coder = new Silent();
        var messages = Enumerable.Range(0, 200).Select(Payload).ToArray();
        foreach (var payload in messages) Code(model, coder, payload);
        Assert.Equal(0, LeastAllocated(() =>
        {
            foreach (var payload in messages) Code(model, coder, payload);
        }));
    }

    /// <summary>Octets of the array that holds a chunk, of a frame at most; there is nothing else.</summary>
    private const int ChunkOctets = 24 + 237;

    private const int Windows = 3;

    [Fact]
    public void Fill_InSteadyState_AllocatesTheChunkAndNothingAMessage()
    {
        var encoder = new ModelEncoder<MqttMessage>(Clock, Small, isPrimed: false);
        var source = new Repeating([.. Enumerable.Range(0, 8).Select(number =>
            new MqttMessage { Topic = $"farm/{number % 3}", Payload = Payload(number) })]);
        var completed = new List<MqttMessage>(100_000);
        var parts = new List<(MqttMessage, int)>(100_000);
        for (var i = 0; i < 20; i++) encoder.Fill(237, source, completed, parts);
        var count = completed.Count;
        const int chunks = 20;
        var allocated = LeastAllocated(() =>
        {
            for (var i = 0; i < chunks; i++) encoder.Fill(237, source, completed, parts);
        });
        Assert.True(completed.Count - count > Windows * 1000, $"{completed.Count - count} messages");
        Assert.InRange(allocated, 1, chunks * ChunkOctets);
    }

    /// <summary>
    /// Octets that a piece of work allocates, the least of a few times: a collection that another test causes takes what was left
    /// of this thread's block away, and that counts as allocated. What the work itself allocates is in each.
    /// </summary>
    private static long LeastAllocated(Action work)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Windows; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>Has always another message.</summary>
    private sealed class Repeating(MqttMessage[] messages) : IMessageSource<MqttMessage>
    {
        private int _next;

        public bool TryPeek(Priority lane, out MqttMessage entry, out Outgoing outgoing)
        {
            entry = messages[_next % messages.Length];
            outgoing = new Outgoing(entry, Instant.Never);
            return lane == Priority.Normal;
        }

        public void Take(MqttMessage entry) => _next++;
    }

    private static byte[] Payload(int number) => number % 4 == 3
        ? [0x08, (byte)number, 0x15, 0, 0, (byte)(number * 3), 0x41, 0x1A, 2, (byte)'o', (byte)'n']
        : Encoding.UTF8.GetBytes($"{{\"seq\":{number},\"temp\":{20 + (number % 9 * 0.25):F2},\"state\":\"ok\"}}");

    private static byte[] CodeAll(TelemetryModel model, int from, int count)
    {
        var coder = new ArithmeticEncoder();
        coder.Begin(0);
        for (var i = from; i < from + count; i++) Code(model, coder, Payload(i));
        return coder.End().ToArray();
    }

    private static void Code<TCoder>(TelemetryModel model, TCoder coder, byte[] payload)
        where TCoder : IDecisionCoder
    {
        var isBinary = RecordLook.IsBinaryPayload(payload);
        var topic = isBinary ? 7u : 8u;
        model.Begin(Section.Topic, topic);
        model.Code(coder, isBinary ? 'b' : 't');
        model.Code(coder, Symbol.End);
        model.CodeHead(coder, topic, isBinary ? 16 : 0);
        model.Begin(isBinary ? Section.Binary : Section.Text, topic);
        foreach (var octet in payload) model.Code(coder, octet);
        model.Code(coder, Symbol.End);
        model.NoteTopic(topic);
    }

    private sealed class Silent : IDecisionCoder
    {
        public int Guaranteed => int.MaxValue;

        public int UsedBits => 0;

        public int Code(int bit, int probability) => bit;
    }
}
