using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Farlink.Dashboard.Json;

namespace Farlink.Dashboard.Feed;

/// <summary>
/// Says what is new since it was asked last, once for all clients. Not thread-safe: the feed asks under its lock.
/// </summary>
internal sealed class FeedComposer(IDashboardSource source, DashboardFacts facts, TimeProvider time)
{
    /// <summary>Frames and events at a time: four times a second more than a link has. A demonstration catches up.</summary>
    public const int MostRows = 100;

    /// <summary>Further behind than this, clients read the logs instead.</summary>
    public const int MostBehind = 500;

    public static readonly TimeSpan StateEvery = TimeSpan.FromSeconds(1);

    /// <summary>Ages in it are told again although nothing happened.</summary>
    public static readonly TimeSpan SameStateEvery = TimeSpan.FromSeconds(20);

    private readonly Dictionary<(string Role, int Link), long> _samples = [];

    /// <summary>Time stamps, which go on evenly when somebody sets the clock; null: never.</summary>
    private long? _toldState;
    private long? _askedState;
    private byte[] _stateMark = [];
    private DemoFigures? _demo;

    /// <summary>Up to where it has told.</summary>
    public FeedPosition Position { get; private set; }

    /// <summary>Begins anew, at the end of the logs: somebody came, who reads the rest by itself.</summary>
    public void Begin()
    {
        Position = FeedPosition.EndOf(source.Watch);
        _toldState = _askedState = null;
        _stateMark = [];
        _demo = source.Demo?.Figures();
        foreach (var sample in source.History?.Latest() ?? []) _samples[(sample.Role, sample.Link)] = sample.At;
    }

    /// <summary>What is new; null: nothing.</summary>
    public FeedChunk? Next()
    {
        var feed = new FeedWriter();
        Position = Logs(feed, Position);
        Samples(feed);
        Demo(feed);
        State(feed);
        return feed.IsEmpty ? null : feed.Finish();
    }

    /// <summary>What a client that was here before has not been told.</summary>
    /// <param name="from">What it has been told.</param>
    /// <param name="to">From where the others tell it.</param>
    public FeedChunk CatchUp(FeedPosition from, FeedPosition to)
    {
        var feed = new FeedWriter();

        // A few more than the others have are no harm: they are told by their ids.
        for (var at = from; at.Frame < to.Frame || at.Change < to.Change || at.Event < to.Event;)
        {
            var next = Logs(feed, at);
            if (next == at) break;
            at = next;
        }

        return feed.Finish();
    }

    private FeedPosition Logs(FeedWriter feed, FeedPosition from)
    {
        var (frame, change, seen) = from;
        var watch = source.Watch;
        var missed = FeedKinds.None;
        if (watch.Frames.LastId - frame > MostBehind) (frame, missed) = (watch.Frames.LastId, missed | FeedKinds.Frames);
        if (watch.Messages.LastChange - change > MostBehind)
            (change, missed) = (watch.Messages.LastChange, missed | FeedKinds.Messages);
        if (watch.Events.LastId - seen > MostBehind) (seen, missed) = (watch.Events.LastId, missed | FeedKinds.Events);
        if (missed != FeedKinds.None) feed.Gap(missed);

        var frames = watch.Frames.After(frame, MostRows);
        var messages = watch.Messages.ChangedAfter(change, MostBehind);
        var events = watch.Events.After(seen, MostRows);
        if (frames.Count > 0) frame = frames.Max(one => one.Id);
        if (messages.Count > 0) change = messages.Max(one => one.Change);
        if (events.Count > 0) seen = events.Max(one => one.Id);

        // The id is the last one's: who breaks off between two events of a chunk is told both again.
        var position = new FeedPosition(frame, change, seen);
        var id = position.Write(facts.Instance);
        if (frames.Count > 0)
            feed.Array(FeedKinds.Frames, "frames", IdIf(messages.Count + events.Count == 0, id), json =>
                json.WriteItems(frames, FrameJson.Write));
        if (messages.Count > 0)
        {
            var write = new MessageJson(new LinkNames(source.Reports()));
            feed.Array(FeedKinds.Messages, "messages", IdIf(events.Count == 0, id), json =>
                json.WriteItems(messages, write.Write));
        }

        if (events.Count > 0)
            feed.Array(FeedKinds.Events, "events", id, json =>
                json.WriteItems(events, EventJson.Write));
        return position;
    }

    private static string? IdIf(bool isLast, string id) => isLast ? id : null;

    private void Samples(FeedWriter feed)
    {
        foreach (var sample in source.History?.Latest() ?? [])
        {
            var key = (sample.Role, sample.Link);

            // Another one, not a later one: the clock may have been set back.
            if (_samples.TryGetValue(key, out var told) && told == sample.At) continue;
            _samples[key] = sample.At;
            feed.Object(FeedKinds.Samples, "sample", null, json => LinkJson.Write(json, sample));
        }
    }

    private void Demo(FeedWriter feed)
    {
        if (source.Demo?.Figures() is not { } figures || figures == _demo) return;
        _demo = figures;
        feed.Object(FeedKinds.Demo, "demo", null, json => DemoJson.Write(json, figures));
    }

    private void State(FeedWriter feed)
    {
        if (!IsOver(_askedState, StateEvery)) return;
        _askedState = time.GetTimestamp();
        var view = StateView.Of(source, time.GetUtcNow());
        var mark = Mark(view.Steady());
        if (mark.AsSpan().SequenceEqual(_stateMark) && !IsOver(_toldState, SameStateEvery)) return;
        (_stateMark, _toldState) = (mark, _askedState);
        feed.Object(FeedKinds.State, "state", null, json => StateJson.Write(json, view));
    }

    private bool IsOver(long? since, TimeSpan wait) => since is not { } start || time.GetElapsedTime(start) >= wait;

    private static byte[] Mark(StateView view)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            StateJson.Write(json, view);
            json.WriteEndObject();
        }

        return SHA256.HashData(buffer.WrittenSpan);
    }
}
