using Farlink.Protocol.Compression;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Tests.Wire;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Tests.Compression;

/// <summary>What one chunk may make of the receiver, and what must get through whole.</summary>
public sealed class ModelBoundsTests
{
    private static readonly ModelSize Small = ModelSize.AtMost(1)!.Value;
    private static readonly SessionClock Clock = new(new Instant(0));

    [Fact]
    public void Fill_MessagesWithoutText_AreAtMostSoManyRecordsAChunk()
    {
        var encoder = new ModelEncoder<MqttMessage>(Clock, Small, isPrimed: false);
        var decoder = new ModelDecoder(Clock, 1000, Small, isPrimed: false);
        var messages = Enumerable.Range(0, 6000).Select(_ => new MqttMessage { Topic = "t", Payload = default }).ToArray();
        var source = new MessageLanes(messages, null);
        for (var i = 0; i < messages.Length; i++) source.Advance();
        var count = 0;
        while (encoder.Fill(237, source, [], []) is { } chunk)
        {
            List<Decoded> decoded = [];
            Assert.True(decoder.TryDecode(chunk, decoded));
            Assert.InRange(decoded.Count, 1, RecordModel.MostRecords);
            count += decoded.Count;
        }

        Assert.Equal(messages.Length, count);
    }

    /// <summary>A peer that keeps to no bound: one more record than an encoder would put in.</summary>
    [Fact]
    public void TryDecode_ChunkOfTooManyRecords_IsRefused()
    {
        var messages = Enumerable.Range(0, 6000).Select(_ => new MqttMessage { Topic = "t", Payload = default }).ToArray();
        var source = new MessageLanes(messages, null);
        for (var i = 0; i < messages.Length; i++) source.Advance();
        var encoder = new ModelEncoder<MqttMessage>(Clock, Small, isPrimed: false, isBounded: false);
        var chunk = encoder.Fill(237, source, [], [])!;
        List<Decoded> decoded = [];
        Assert.False(new ModelDecoder(Clock, 1000, Small, isPrimed: false).TryDecode(chunk, decoded));
        Assert.InRange(decoded.Count, 0, RecordModel.MostRecords + 4);
    }

    [Fact]
    public void Fill_LongMessagesCodedAlone_CountAsText()
    {
        var encoder = new ModelEncoder<MqttMessage>(Clock, Small, isPrimed: false);
        var decoder = new ModelDecoder(Clock, 9000, Small, isPrimed: false);
        var messages = Enumerable.Range(0, 8).Select(_ => new MqttMessage { Topic = "t", Payload = new byte[8000] }).ToArray();
        var source = new MessageLanes(messages, null) { PadTo = 1 };
        for (var i = 0; i < messages.Length; i++) source.Advance();
        var count = 0;
        while (encoder.Fill(237, source, [], []) is { } chunk)
        {
            List<Decoded> decoded = [];
            Assert.True(decoder.TryDecode(chunk, decoded));
            Assert.InRange(decoded.Count, 0, 3);
            count += decoded.Count;
        }

        Assert.Equal(messages.Length, count);
    }

    /// <summary>What is random does not get shorter: alone it takes more octets than the longest message has.</summary>
    [Fact]
    public void Fill_LongestRandomMessageAlone_ComesOutAgain()
    {
        var payload = new byte[65_530];
        new Random(5).NextBytes(payload);
        var source = new MessageLanes([new MqttMessage { Topic = "t", Payload = payload }], null) { PadTo = 1 };
        var chunk = new ModelEncoder<MqttMessage>(Clock, Small, isBounded: false).Fill(1 << 20, source, [], [])!;
        List<Decoded> decoded = [];
        Assert.True(new ModelDecoder(Clock, 65_536 + 1088, Small, isBounded: false).TryDecode(chunk, decoded));
        Assert.Equal(payload, Assert.Single(decoded).Message.Payload.ToArray());
    }
}
