using CsCheck;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Tests.Wire;

public sealed class StreamCodingTests
{
    [Fact]
    public void Stream_MessagesOfAllLanes_ComeOutInOrderOfCompletion() =>
        Gen.Select(Messages.Any.Array[0, 40], Gen.Int[30, 237], Gen.Int).Sample((messages, chunkOctets, seed) =>
        {
            var source = new MessageLanes(messages, new Random(seed));
            var encoder = new StreamEncoder<MqttMessage>(new SessionClock(new Instant(0)));
            var decoder = new StreamDecoder(new SessionClock(new Instant(0)), 10_000);
            List<MqttMessage> coded = [];
            List<Decoded> decoded = [];
            var chunk = new byte[chunkOctets];
            while (encoder.Fill(chunk, source, coded) is var size && size > 0)
            {
                Assert.True(decoder.TryDecode(chunk.AsSpan(0, size), decoded));
                source.Advance();
            }

            Assert.Equal(messages.Length, decoded.Count);
            Assert.Equal(coded.Select(Messages.Text), decoded.Select(one => Messages.Text(one.Message)));
            Assert.Equal(0, decoder.HeldOctets);
        });

    [Fact]
    public void Stream_SeedsMessageAgain_TakesTwoOctetsBesideItsPayload()
    {
        var message = new MqttMessage { Topic = "/esp8266", Payload = new byte[35] };
        var encoder = new StreamEncoder<MqttMessage>(new SessionClock(new Instant(0)));
        encoder.Fill(new byte[200], new MessageLanes([message], null), []);
        Assert.Equal(37, encoder.Fill(new byte[200], new MessageLanes([message], null), []));
    }

    [Fact]
    public void Stream_DeadlineAndReceipt_Travel()
    {
        var start = new Instant(5_000_000_000);
        var encoder = new StreamEncoder<MqttMessage>(new SessionClock(start));
        var decoder = new StreamDecoder(new SessionClock(new Instant(0)), 1000);
        var chunk = new byte[200];
        var source = new MessageLanes([new MqttMessage { Topic = "t", Payload = new byte[3] }], null)
        {
            Deadline = start + Duration.FromMilliseconds(90_500),
            WantsReceipt = true,
            PadTo = 64,
        };
        var size = encoder.Fill(chunk, source, []);
        List<Decoded> decoded = [];
        Assert.True(decoder.TryDecode(chunk.AsSpan(0, size), decoded));
        Assert.Equal(Duration.FromSeconds(91), decoded[0].Deadline - new Instant(0));
        Assert.True(decoded[0].WantsReceipt);
        Assert.Equal(3, decoded[0].Message.Payload.Length);
    }

    [Fact]
    public void Stream_PaddedToAFixedSize_HidesTheLength()
    {
        var sizes = Enumerable.Range(0, 40).Select(length =>
        {
            var encoder = new StreamEncoder<MqttMessage>(new SessionClock(new Instant(0)));
            var message = new MqttMessage { Topic = "t", Payload = new byte[length] };
            return encoder.Fill(new byte[237], new MessageLanes([message], null) { PadTo = 64 }, []);
        });
        Assert.Single(sizes.Distinct());
    }

    [Fact]
    public void TryDecode_AnyOctets_NeverThrowsAndHoldsLittle() =>
        Gen.Byte.Array[0, 237].Array[1, 6].Sample(
            chunks =>
            {
                var decoder = new StreamDecoder(new SessionClock(new Instant(0)), 1000);
                foreach (var chunk in chunks)
                    if (!decoder.TryDecode(chunk, [])) break;
                Assert.True(decoder.HeldOctets <= 3000);
            },
            iter: 20_000);

    [Theory]
    [InlineData("4100")]
    [InlineData("8205")]
    [InlineData("A0")]
    [InlineData("01")]
    [InlineData("0001")]
    [InlineData("98017F")]
    [InlineData("80008101")]
    public void TryDecode_BrokenRecord_IsRefused(string hex) =>
        Assert.False(new StreamDecoder(new SessionClock(new Instant(0)), 1000).TryDecode(Convert.FromHexString(hex), []));
}
