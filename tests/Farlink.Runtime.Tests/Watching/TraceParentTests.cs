using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Runtime.Watching;

namespace Farlink.Runtime.Tests.Watching;

/// <summary>Traces by W3C Trace Context §3.2, and those that both ends derive (docs/adr/0031-traces.md).</summary>
public sealed class TraceParentTests
{
    /// <summary>The example of W3C Trace Context §3.2.2.6.</summary>
    private const string Example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Fact]
    public void TryParse_ExampleOfTheStandard_IsRead()
    {
        Assert.True(TraceParent.TryParse(Example, out var parent));
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", parent.Trace.ToString());
        Assert.Equal(0x00f067aa0ba902b7ul, parent.Span);
        Assert.Equal(Example, parent.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0 ")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01")]
    [InlineData("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902bg-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g")]
    [InlineData("00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7_01")]
    [InlineData("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    public void TryParse_InvalidText_IsRefused(string text) => Assert.False(TraceParent.TryParse(text, out _));

    [Fact]
    public void Find_NoneOrTwo_IsNothing()
    {
        Assert.Null(TraceParent.Find(Message()));
        Assert.Null(TraceParent.Find(Message("other", Example)));
        Assert.Equal(Example, TraceParent.Find(Message("traceparent", Example))!.Value.ToString());
        var twice = Message("traceparent", Example);
        Assert.Null(TraceParent.Find(TraceParent.Derive(1, 1).AddTo(twice)));
        Assert.True(TraceParent.IsIn(Message("traceparent", "nonsense")));
    }

    /// <summary>Expected values by Python's hashlib and struct.</summary>
    [Theory]
    [InlineData(0x0123456789abcdeful, 42L, "00-e035ea6f34df473a381eb8b25c4038f0-02e93530130d62c4-01")]
    [InlineData(ulong.MaxValue, 1L, "00-f8088fe1df25cc91094292138edd5c60-f389a11bbf7bbb97-01")]
    public void Derive_StoreAndStreamId_IsTheHash(ulong store, long streamId, string expected) =>
        Assert.Equal(expected, TraceParent.Derive(store, streamId).ToString());

    [Fact]
    public void Of_RowsOfBothEnds_IsTheSame()
    {
        var sent = new OutboxRow { Row = 7, Link = 1, Message = Message(), Accepted = new Instant(1) };
        Assert.Null(TraceId.Of(sent, 99));
        sent = sent with { StreamId = 5 };
        var come = new InboxRow { Row = 3, Link = 2, PeerStore = 99, StreamId = 5, Message = Message() };
        Assert.Equal(TraceId.Of(come), TraceId.Of(sent, 99));
        Assert.NotEqual(TraceId.Of(come), TraceId.Of(sent, 98));
        Assert.NotEqual(TraceId.Of(come), TraceId.Of(sent with { StreamId = 6 }, 99));
        var named = Message("traceparent", Example);
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", TraceId.Of(sent with { Message = named, StreamId = 0 }, 99).ToString());
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", TraceId.Of(come with { Message = named }).ToString());
    }

    [Fact]
    public void New_ZerosFirst_AreNotTaken()
    {
        var given = 0;
        var parent = TraceParent.New(() => (byte)(given++ < 24 ? 0 : 1));
        Assert.Equal("00-01010101010101010101010101010101-0101010101010101-01", parent.ToString());
        Assert.Equal(48, given);
    }

    [Fact]
    public void AddTo_MessageWithProperties_KeepsThem()
    {
        var message = Message("colour", "red");
        var added = TraceParent.Derive(1, 2).AddTo(message with
        {
            Properties = message.Properties! with { ContentType = "text/plain" },
        });
        Assert.Equal(["colour", "traceparent"], added.Properties!.UserProperties.Select(pair => pair.Key));
        Assert.Equal("text/plain", added.Properties.ContentType);
        Assert.Equal(TraceParent.Derive(1, 2), TraceParent.Find(added));
    }

    private static MqttMessage Message() => new() { Topic = "a", Payload = default };

    private static MqttMessage Message(string name, string value) =>
        Message() with { Properties = new MessageProperties { UserProperties = [new(name, value)] } };
}
