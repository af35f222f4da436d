using System.Buffers.Binary;
using System.Net;
using System.Text.Json;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Tests.Api;

/// <summary>Frames and messages, as a real hub saw them: in the seed's format, of which nothing is held back.</summary>
public sealed class LogApiTests
{
    [Fact]
    public async Task Messages_Asked_AreNewestFirstAndByTopic()
    {
        await using var bench = await Bench.StartAsync(prepare: Take("barn/door", "barn/light", "mill/door"));
        var all = await bench.GetAsync("/api/messages");
        Assert.Equal(["mill/door", "barn/light", "barn/door"], Topics(all));
        Assert.False(all.GetProperty("more").GetBoolean());
        Assert.Equal(["mill/door", "barn/door"], Topics(await bench.GetAsync("/api/messages?topic=DOOR")));
        Assert.Equal(["barn/light", "barn/door"], Topics(await bench.GetAsync("/api/messages?topic=barn/%2B")));
        Assert.Empty(Topics(await bench.GetAsync("/api/messages?from=2026-11-26T12:00:01Z")));
        Assert.Equal(3, Topics(await bench.GetAsync("/api/messages?to=2026-11-26T12:00:00Z")).Count);
    }

    [Fact]
    public async Task Messages_ByPages_SayWhetherThereAreMore()
    {
        await using var bench = await Bench.StartAsync(prepare: Take("a", "b", "c"));
        var first = await bench.GetAsync("/api/messages?limit=2");
        Assert.Equal(["c", "b"], Topics(first));
        Assert.True(first.GetProperty("more").GetBoolean());
        var last = first.GetProperty("messages")[1].GetProperty("id").GetInt64();
        var second = await bench.GetAsync($"/api/messages?limit=2&before={last}");
        Assert.Equal(["a"], Topics(second));
        Assert.False(second.GetProperty("more").GetBoolean());
    }

    [Fact]
    public async Task Message_PayloadsNotShown_KeepsItsPayload()
    {
        await using var bench = await Bench.StartAsync(prepare: Take("a"));
        var message = await bench.GetAsync("/api/messages/1");
        Assert.Equal("null", message.GetProperty("payload").GetRawText());
    }

    [Fact]
    public async Task Message_OfADemonstration_ShowsItsPayload()
    {
        await using var bench = await Bench.StartAsync(
            options => options with { ShowsPayloads = true },
            source =>
            {
                DemoBench.Add(source);
                Take("a")(source);
            });
        var message = await bench.GetAsync("/api/messages/1");
        Assert.Equal("on", message.GetProperty("payload").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Frames_Asked_AreInTheirOrder()
    {
        await using var bench = await Bench.StartAsync(prepare: Send(1, 2, 3));
        var frames = (await bench.GetAsync("/api/frames")).GetProperty("frames");
        Assert.Equal(
            ["0201010061", "0201020061", "0201030061"],
            frames.EnumerateArray().Select(one => one.GetProperty("hex").GetString()));
        Assert.Equal("site", frames[0].GetProperty("role").GetString());
        Assert.True(frames[0].GetProperty("sent").GetBoolean());
        var one = await bench.GetAsync($"/api/frames/{frames[1].GetProperty("id").GetInt64()}");
        Assert.Equal("0201020061", one.GetProperty("hex").GetString());
    }

    [Fact]
    public async Task Capture_Asked_HasEveryFrame()
    {
        await using var bench = await Bench.StartAsync(prepare: Send(1, 2, 3));
        using var response = await bench.SendAsync("/api/frames.pcap");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/vnd.tcpdump.pcap", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment; filename=\"farlink.pcap\"", response.Content.Headers.ContentDisposition!.ToString());
        var octets = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(0xA1B2_3C4DU, BinaryPrimitives.ReadUInt32LittleEndian(octets));
        Assert.Equal(24 + (3 * (16 + 15 + 5)), octets.Length);
        var at = BinaryPrimitives.ReadUInt32LittleEndian(octets.AsSpan(24));
        Assert.Equal(Seen.At, DateTimeOffset.FromUnixTimeSeconds(at));
    }

    /// <summary>Without a cipher the frame is the message, and payloads are not kept.</summary>
    [Fact]
    public async Task Capture_OfMessagesInClear_HasTheirHeadersAndLengths()
    {
        await using var bench = await Bench.StartAsync(prepare: source =>
        {
            source.Watch = new WatchHub(new WatchOptions { IsNative = false, IsInClear = true }, TimeProvider.System);
            Send(1)(source);
        });
        using var response = await bench.SendAsync("/api/frames.pcap");
        var record = (await response.Content.ReadAsByteArrayAsync()).AsMemory(24);
        Assert.Equal(16 + 15 + 4, record.Length);
        Assert.Equal(15 + 4, BinaryPrimitives.ReadInt32LittleEndian(record.Span[8..]));
        Assert.Equal(15 + 5, BinaryPrimitives.ReadInt32LittleEndian(record.Span[12..]));
        var frame = (await bench.GetAsync("/api/frames")).GetProperty("frames")[0];
        Assert.Equal("02010100", frame.GetProperty("hex").GetString());
        Assert.Equal(5, frame.GetProperty("octets").GetInt32());
    }

    private static Action<BenchSource> Take(params string[] topics) => source =>
    {
        foreach (var topic in topics)
        {
            source.Watch.Observe(new ChainEvent.SiteAccepted(
                new MqttMessage { Topic = topic, Payload = "on"u8.ToArray() }));
        }
    };

    /// <summary>Frames of RadioHead: to, from, id, flags, an octet.</summary>
    private static Action<BenchSource> Send(params byte[] ids) => source =>
    {
        foreach (var id in ids)
        {
            source.Watch.Observe(new ChainEvent.FrameSent(
                "site", new byte[] { 2, 1, id, 0, (byte)'a' }, new Transmission(default, Duration.FromMilliseconds(40))));
        }
    };

    private static List<string?> Topics(JsonElement root) =>
        [.. root.GetProperty("messages").EnumerateArray().Select(one => one.GetProperty("topic").GetString())];
}
