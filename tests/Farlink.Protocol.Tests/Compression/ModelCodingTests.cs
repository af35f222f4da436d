using System.Text;
using CsCheck;
using Farlink.Protocol.Compression;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Tests.Wire;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Tests.Compression;

public sealed class ModelCodingTests
{
    private static readonly ModelSize Small = ModelSize.AtMost(1)!.Value;
    private static readonly SessionClock Clock = new(new Instant(0));

    [Fact]
    public void Stream_MessagesOfAllLanes_ComeOutInOrderOfCompletion() =>
        Gen.Select(Wire.Messages.Any.Array[0, 12], Gen.Int[46, 237], Gen.Int).Sample(
            (messages, chunkOctets, seed) =>
            {
                var source = new MessageLanes(messages, new Random(seed));
                var (coded, decoded, _) = RoundTrip(source, chunkOctets);
                Assert.Equal(messages.Length, decoded.Count);
                Assert.Equal(coded.Select(Wire.Messages.Text), decoded.Select(one => Wire.Messages.Text(one.Message)));
            },
            iter: 40);

    [Theory]
    [InlineData(64 * 1024, 255)]
    [InlineData(64 * 1024, 60)]
    public void Stream_OneOctetAllOver_TakesFewChunksOfBoundedText(int octets, int chunkOctets)
    {
        var message = new MqttMessage { Topic = "t", Payload = new byte[octets].Select(_ => (byte)'a').ToArray() };
        var (_, decoded, chunks) = RoundTrip(new MessageLanes([message], null), chunkOctets);
        Assert.Equal(message.Payload.ToArray(), decoded[0].Message.Payload.ToArray());
        Assert.InRange(chunks.Count, octets / RecordModel.MostTextOctets, 12 + (octets / RecordModel.MostTextOctets));
    }

    [Fact]
    public void Stream_RandomPayload_CostsTwoOctetsAndHalfAPercent()
    {
        var random = new Random(1);
        foreach (var length in (int[])[20, 100, 1000, 8192])
        {
            var source = Enumerable.Range(0, 40).Select(_ => Random(random, "d/raw", length)).ToArray();
            var encoder = new ModelEncoder<MqttMessage>(Clock, Small);
            var total = 0L;
            foreach (var message in source)
                total += encoder.Fill(1 << 20, new MessageLanes([message], null), [], [])!.Length;
            Assert.InRange(total / 40.0, length, (length * 1.005) + 2);
        }
    }

    [Fact]
    public void Stream_SeedsMessages_AreNearlyFree()
    {
        var encoder = new ModelEncoder<MqttMessage>(Clock, Small);
        var total = 0;
        for (var i = 1; i <= 200; i++)
        {
            var message = new MqttMessage
            {
                Topic = "/esp8266",
                Payload = Encoding.UTF8.GetBytes($"Good job! You are connected {i} times"),
            };
            var octets = encoder.Fill(237, new MessageLanes([message], null), [], [])!.Length;
            if (i > 100) total += octets;
        }

        Assert.InRange(total, 0, 50);
    }

    [Fact]
    public void Stream_PaddedToAFixedSize_HidesTheLength()
    {
        var sizes = Enumerable.Range(0, 40).Select(length =>
        {
            var message = new MqttMessage { Topic = "t", Payload = Encoding.UTF8.GetBytes(new string('x', length) + length) };
            var encoder = new ModelEncoder<MqttMessage>(Clock, Small);
            return encoder.Fill(237, new MessageLanes([message], null) { PadTo = 64 }, [], [])!.Length;
        });
        Assert.Single(sizes.Distinct());
    }

    [Fact]
    public void TryDecode_AnyOctets_NeverThrowsAndHoldsLittle() =>
        Gen.Byte.Array[0, 237].Array[1, 6].Sample(
            chunks =>
            {
                var decoder = new ModelDecoder(Clock, 1000, Small, isPrimed: false);
                foreach (var chunk in chunks)
                    if (!decoder.TryDecode(chunk, [])) break;
                Assert.True(decoder.HeldOctets <= 3100);
            },
            iter: 200);

    [Fact]
    public void Withdraw_HalfCoded_IsForgottenByTheReceiver()
    {
        var encoder = new ModelEncoder<MqttMessage>(Clock, Small);
        var decoder = new ModelDecoder(Clock, 70_000, Small);
        var big = Random(new Random(2), "big", 3000);
        var next = new MqttMessage { Topic = "next", Payload = "1"u8.ToArray() };
        List<Decoded> decoded = [];
        Assert.True(decoder.TryDecode(encoder.Fill(200, new MessageLanes([big], null), [], [])!, decoded));
        Assert.True(decoder.HeldOctets > 100);
        Assert.True(encoder.Withdraw(big));
        Assert.True(decoder.TryDecode(encoder.Fill(200, new MessageLanes([next], null), [], [])!, decoded));
        Assert.Equal(0, decoder.HeldOctets);
        Assert.Equal("next", Assert.Single(decoded).Message.Topic);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Octets_OfAModel_AreAtMostItsSize(int mebibytes) =>
        Assert.InRange(new TelemetryModel(ModelSize.AtMost(mebibytes)!.Value).Octets, mebibytes * 900_000, mebibytes << 20);

    private static MqttMessage Random(Random random, string topic, int length)
    {
        var payload = new byte[length];
        random.NextBytes(payload);
        return new MqttMessage { Topic = topic, Payload = payload };
    }

    private static (List<MqttMessage> Coded, List<Decoded> Decoded, List<int> Chunks) RoundTrip(
        MessageLanes source, int chunkOctets)
    {
        var encoder = new ModelEncoder<MqttMessage>(Clock, Small);
        var decoder = new ModelDecoder(Clock, 70_000, Small);
        List<MqttMessage> coded = [];
        List<Decoded> decoded = [];
        List<int> chunks = [];
        while (encoder.Fill(chunkOctets, source, coded, []) is { } chunk)
        {
            Assert.InRange(chunk.Length, 0, chunkOctets);
            Assert.True(decoder.TryDecode(chunk, decoded));
            chunks.Add(chunk.Length);
            source.Advance();
        }

        Assert.Equal(0, decoder.HeldOctets);
        return (coded, decoded, chunks);
    }
}
