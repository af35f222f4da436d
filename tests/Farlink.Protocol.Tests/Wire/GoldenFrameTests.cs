using System.Text.Json;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Handshake;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Tests.Wire;

/// <summary>The frames in tests/vectors/link.json, which a second implementation must make too.</summary>
public sealed class GoldenFrameTests
{
    private static readonly JsonElement Golden = Vectors.Read("link.json");

    public static TheoryData<int> Frames { get; } = [.. Enumerable.Range(0, Golden.GetProperty("frames").GetArrayLength())];

    private static PreSharedKey Key => new(Octets(Golden, "key"));

    private static byte Link => Golden.GetProperty("link").GetByte();

    [Fact]
    public void Hellos_GoldenInputs_AreTheGoldenFrames()
    {
        var first = PskHello.First(Key, Link, false, Golden.GetProperty("counter").GetUInt32(), Octets(Golden, "siteNonce"));
        Assert.Equal(Octets(Golden, "hello1"), first);
        Assert.Equal(Octets(Golden, "hello2"), PskHello.Second(Key, first, Octets(Golden, "baseNonce")));
        Assert.Equal(Octets(Golden, "counterIs99"), HelloFrame.CounterIs(Key, first, 99));
        Assert.Equal(Octets(Golden, "hint3"), HelloFrame.Hint(Key, Link, 3));
        Assert.True(HelloFrame.IsAuthenticFirst(Key, first));
        Assert.True(PskHello.IsAuthenticSecond(Key, first, Octets(Golden, "hello2")));
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void Frame_GoldenText_SealsToTheGoldenOctetsAndOpensAgain(int index)
    {
        var golden = Golden.GetProperty("frames")[index];
        var expected = Octets(golden, "frame");
        var text = Convert.FromHexString(golden.GetProperty("text").GetString()! + golden.GetProperty("textTail").GetString());
        var headSize = golden.GetProperty("head").GetInt32();
        var isUp = golden.GetProperty("direction").GetString() == "up";
        using var keys = Keys(isUp ? LinkRole.Site : LinkRole.BaseStation, golden.GetProperty("generation").GetInt32());
        using var others = Keys(isUp ? LinkRole.BaseStation : LinkRole.Site, golden.GetProperty("generation").GetInt32());
        var space = (NumberSpace)golden.GetProperty("space").GetInt32();
        var number = golden.GetProperty("number").GetInt64();

        byte[] frame = [.. expected[..headSize], .. text, .. new byte[FrameHead.TagSize]];
        keys.Sending.Seal(space, number, frame, headSize);
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(frame));
        Assert.True(FrameHead.TryParse(frame, out var head));
        Assert.Equal((Link, headSize, NumberSpaces.Of(head.Kind)), (head.LinkId, head.Size, space));
        var opened = new byte[text.Length];
        Assert.True(others.Receiving.TryOpen(space, number, frame, headSize, opened));
        Assert.Equal(text, opened);
    }

    [Fact]
    public void Chunk_SeedsFirstMessage_IsCodedAsTheGoldenText()
    {
        var golden = Convert.FromHexString(Golden.GetProperty("frames")[2].GetProperty("text").GetString()!);
        List<Decoded> decoded = [];
        Assert.True(new StreamDecoder(new SessionClock(new Instant(0)), 100).TryDecode(golden, decoded));
        Assert.Equal("/esp8266", decoded[0].Message.Topic);
        Assert.Equal("Good job! You are connected 1 times"u8, decoded[0].Message.Payload.Span);
    }

    private static SessionKeys Keys(LinkRole role, int generation)
    {
        var keys = SessionKeys.FromHandshake(Key, role, Octets(Golden, "hello1"), Octets(Golden, "hello2"));
        if (generation == 0) return keys;
        using (keys) return keys.Next();
    }

    private static byte[] Octets(JsonElement element, string name) =>
        Convert.FromHexString(element.GetProperty(name).GetString()!);
}
