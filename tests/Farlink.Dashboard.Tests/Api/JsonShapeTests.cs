using System.Buffers;
using System.Text;
using System.Text.Json;
using Farlink.Dashboard.Json;
using Farlink.Runtime.Watching;
using Farlink.Tests.Shared;

namespace Farlink.Dashboard.Tests.Api;

/// <summary>What is seen, as pages and streams get it.</summary>
public sealed class JsonShapeTests
{
    private readonly MessageJson _messages = new(new LinkNames([StatusReports.Site]));

    [Fact]
    public void Frame_Sent_HasEveryField() => Assert.Equal(
        """
        {"id":12,"at":"2026-11-26T12:00:00.000Z","role":"site","sent":true,"octets":2,"hex":"01ab","airtime_ms":71.9,
        "kind":"data","link":1,"power_dbm":14,"rssi_dbm":null,"snr_db":null,"refused":null,
        "fields":[{"name":"chunk","value":"17"}],"messages":[41]}
        """.ReplaceLineEndings(""),
        Write(json => FrameJson.Write(json, Seen.Frame)));

    [Fact]
    public void Frame_ThatNobodyCouldRead_IsOfUnknownKind()
    {
        var text = Write(json => FrameJson.Write(json, Seen.Frame with { Use = null, Link = null, Refusal = "not_authentic" }));
        Assert.Contains("\"kind\":\"unknown\",\"link\":null", text, StringComparison.Ordinal);
        Assert.Contains("\"refused\":\"not_authentic\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Frame_OfWhichOnlyTheHeaderIsKept_SaysHowLongItWas() => Assert.Contains(
        "\"octets\":30,\"hex\":\"01ab\"", Write(json => FrameJson.Write(json, Seen.Frame with { Length = 30 })),
        StringComparison.Ordinal);

    [Fact]
    public void Message_InAList_HasEveryFieldButNoPayload() => Assert.Equal(
        """
        {"id":41,"trace":"0123456789abcdef0123456789abcdef","role":"site","link":1,"site":"barn","direction":"up",
        "topic":"barn/door","octets":17,"qos":1,"retain":false,"at":"2026-11-26T12:00:00.000Z",
        "changed":"2026-11-26T12:00:01.000Z","state":"on_air","reason":null,"stream_id":17,"coded_octets":6,
        "airtime_ms":12.3,"frames":2,"latency_ms":null}
        """.ReplaceLineEndings(""),
        Write(json => _messages.Write(json, Seen.Message)));

    [Theory]
    [InlineData("site", true, "up")]
    [InlineData("site", false, "down")]
    [InlineData("base", true, "down")]
    [InlineData("base", false, "up")]
    public void Message_OfAnEnd_GoesItsWay(string role, bool isOutgoing, string direction) => Assert.Contains(
        $"\"direction\":\"{direction}\"",
        Write(json => _messages.Write(json, Seen.Message with { Role = role, IsOutgoing = isOutgoing })),
        StringComparison.Ordinal);

    [Fact]
    public void Message_ByItself_HasItsLife()
    {
        using var document = JsonDocument.Parse(Write(
            json => _messages.WriteWhole(json, Seen.Message, Seen.Message with { Id = 42, Role = "base" }, showsPayload: true)));
        var root = document.RootElement;
        Assert.Equal("device", root.GetProperty("steps")[0].GetProperty("where").GetString());
        Assert.Equal(12, root.GetProperty("carried_by")[0].GetProperty("frame").GetInt64());
        Assert.Equal("open", root.GetProperty("payload").GetProperty("text").GetString());
        Assert.Equal("6f70656e", root.GetProperty("payload").GetProperty("hex").GetString());
        Assert.True(root.GetProperty("payload").GetProperty("truncated").GetBoolean());
        Assert.Equal(42, root.GetProperty("twin").GetProperty("id").GetInt64());
    }

    [Fact]
    public void Message_WherePayloadsAreNotShown_HasNone()
    {
        var text = Write(json => _messages.WriteWhole(json, Seen.Message, null, showsPayload: false));
        Assert.Contains("\"payload\":null,\"twin\":null", text, StringComparison.Ordinal);
        Assert.DoesNotContain("6f70656e", text, StringComparison.Ordinal);
    }

    /// <summary>Negative test 42: whatever comes from the air is shown as text, and shows itself.</summary>
    [Fact]
    public void Text_FromTheAir_BreaksOutOfNoJsonAndIsAsItWas()
    {
        var frame = Seen.Frame with
        {
            Refusal = Seen.Hostile,
            Fields = [new(Seen.Hostile, Seen.Hostile)],
        };
        var message = Seen.Message with
        {
            Topic = Seen.Hostile,
            Reason = Seen.Hostile,
            Payload = Encoding.UTF8.GetBytes(Seen.Hostile),
            Steps = [new MessageStep(Seen.At, "air", Seen.Hostile)],
        };
        var happened = new SeenEvent(1, Seen.At, "site", EventKind.Refused, EventLevel.Warning, null, Seen.Hostile);
        Assert.Equal(3, Shown(json => FrameJson.Write(json, frame)));
        Assert.Equal(4, Shown(json => _messages.WriteWhole(json, message, null, showsPayload: true)));
        Assert.Equal(1, Shown(json => EventJson.Write(json, happened)));
    }

    /// <summary>How often the hostile text is there. Whoever shows it makes visible what hides in it.</summary>
    private static int Shown(Action<Utf8JsonWriter> body)
    {
        var text = Write(body);
        Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\n', text);
        using var document = JsonDocument.Parse(text);
        var all = Strings(document.RootElement).ToList();
        return all.Count(one => one == Seen.Hostile);
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(one => Strings(one.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        _ => [],
    };

    private static string Write(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
