using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Farlink.Dashboard.Feed;

/// <summary>Puts events of a stream together (WHATWG HTML §9.2.6). JSON has no line breaks, so data is one line.</summary>
internal sealed class FeedWriter
{
    private static readonly (FeedKinds Kind, string Name)[] Names =
    [
        (FeedKinds.State, "state"), (FeedKinds.Frames, "frames"), (FeedKinds.Messages, "messages"), (FeedKinds.Events, "events"),
        (FeedKinds.Samples, "sample"), (FeedKinds.Demo, "demo"),
    ];

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    public FeedKinds Kinds { get; private set; }

    public bool IsEmpty => _buffer.WrittenCount == 0;

    public static ReadOnlyMemory<byte> Heartbeat { get; } = ":\n\n"u8.ToArray();

    /// <summary>How long a browser waits before it comes again.</summary>
    public FeedWriter Retry()
    {
        _buffer.Write("retry: 2000\n\n"u8);
        return this;
    }

    public FeedWriter Object(FeedKinds kind, string name, string? id, Action<Utf8JsonWriter> body) =>
        Event(kind, name, id, json =>
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        });

    public FeedWriter Array(FeedKinds kind, string name, string? id, Action<Utf8JsonWriter> body) =>
        Event(kind, name, id, json =>
        {
            json.WriteStartArray();
            body(json);
            json.WriteEndArray();
        });

    /// <summary>What was not told, so that it is fetched. A chunk with it tells of that: if it is lost, that is missed.</summary>
    public FeedWriter Gap(FeedKinds missed) => Object(missed, "gap", null, json =>
    {
        foreach (var (kind, name) in Names)
            if (missed.HasFlag(kind)) json.WriteBoolean(name, true);
    });

    public FeedChunk Finish() => new(Kinds, _buffer.WrittenMemory);

    private FeedWriter Event(FeedKinds kind, string name, string? id, Action<Utf8JsonWriter> body)
    {
        Kinds |= kind;
        if (id is not null) Line("id: ", id);
        Line("event: ", name);
        _buffer.Write("data: "u8);
        using (var json = new Utf8JsonWriter(_buffer)) body(json);
        _buffer.Write("\n\n"u8);
        return this;
    }

    private void Line(string field, string value) => _buffer.Write(Encoding.UTF8.GetBytes($"{field}{value}\n"));
}
