using System.Diagnostics;
using Farlink.Protocol.Link;
using Farlink.Protocol.Store;
using Farlink.Runtime.Notices;

namespace Farlink.Runtime.Watching;

/// <summary>
/// Tells the steps of each message as spans of the <see cref="ActivitySource"/> "farlink", of the message's own trace. Without a
/// listener nothing is made and nothing is remembered. A listener is called from within the link's events: it must not block.
/// </summary>
/// <param name="role">Who tells it: site or base.</param>
/// <param name="traces">Which trace each message has.</param>
/// <param name="time">The clock.</param>
internal sealed class TraceSpans(string role, LinkTraces traces, TimeProvider time)
{
    /// <summary>The name that listeners look for.</summary>
    public const string SourceName = "farlink";

    /// <summary>Steps under way that are remembered; of further messages the steps that need it are left out.</summary>
    private const int MostOpen = 10_000;

    private static readonly ActivitySource Source = new(SourceName);
    private readonly Dictionary<long, DateTimeOffset> _accepted = [];
    private readonly Dictionary<long, DateTimeOffset> _onAir = [];

    /// <summary>Tells what an event of a link ends; from events only.</summary>
    public void Handle(LinkEvent happened)
    {
        if (!Source.HasListeners())
        {
            _accepted.Clear();
            _onAir.Clear();
            return;
        }

        switch (happened)
        {
            case LinkEvent.Accepted accepted:
                Note(_accepted, accepted.Row);
                break;
            case LinkEvent.OnAir onAir:
                HandleOnAir(onAir.Row);
                break;
            case LinkEvent.Confirmed confirmed:
                if (_onAir.Remove(confirmed.Row.Row, out var began)) Tell("air", ActivityKind.Producer, confirmed.Row, began);
                break;
            case LinkEvent.Dead dead:
                HandleDead(dead);
                break;
        }
    }

    /// <summary>A message that came in was handed to this end's broker, or refused by it. From any thread.</summary>
    /// <param name="row">The message.</param>
    /// <param name="topic">Its topic at the broker.</param>
    /// <param name="began">When it was begun.</param>
    /// <param name="refusal">Why the broker did not take it, or null.</param>
    public void HandlePublished(InboxRow row, string topic, DateTimeOffset began, string? refusal)
    {
        if (!Source.HasListeners()) return;
        var place = new Place(TraceParent.Of(row), topic, row.Link, row.StreamId);
        Tell("publish", ActivityKind.Producer, place, began, refusal);
    }

    private void HandleOnAir(OutboxRow row)
    {
        // Only now a message without a publisher's trace has one.
        if (_accepted.Remove(row.Row, out var began))
        {
            Tell("accept", ActivityKind.Consumer, row, began, began);
            Tell("wait", ActivityKind.Internal, row, began);
        }

        Note(_onAir, row);
    }

    private void HandleDead(LinkEvent.Dead dead)
    {
        var now = time.GetUtcNow();
        var began = now;
        if (dead.Row is { } row && (_onAir.Remove(row.Row, out var at) || _accepted.Remove(row.Row, out at))) began = at;
        if (NoticeTopics.IsOurs(dead.Message.Topic) || traces.Of(dead) is not { } parent) return;
        var id = dead.Row?.StreamId ?? dead.Arrived?.StreamId ?? 0;
        Tell("end", ActivityKind.Internal, new Place(parent, dead.Message.Topic, dead.Link, id), began, dead.Reason.ToString());
    }

    private void Note(Dictionary<long, DateTimeOffset> steps, OutboxRow row)
    {
        // What the ends tell each other about themselves is nobody's message.
        if (steps.Count < MostOpen && !NoticeTopics.IsOurs(row.Message.Topic)) steps[row.Row] = time.GetUtcNow();
    }

    private void Tell(string step, ActivityKind kind, OutboxRow row, DateTimeOffset began, DateTimeOffset? ended = null)
    {
        if (traces.Of(row) is { } parent)
            Tell(step, kind, new Place(parent, row.Message.Topic, row.Link, row.StreamId), began, null, ended);
    }

    private void Tell(
        string step, ActivityKind kind, Place place, DateTimeOffset began, string? failure, DateTimeOffset? ended = null)
    {
        var context = new ActivityContext(
            ActivityTraceId.CreateFromString(place.Parent.Trace.ToString()),
            ActivitySpanId.CreateFromString(place.Parent.Span.ToString("x16")), ActivityTraceFlags.Recorded, isRemote: true);
        using var span = Source.StartActivity(step, kind, context, startTime: began);
        if (span is null) return;

        // Names of OpenTelemetry's semantic conventions for messaging, where there are any.
        span.SetTag("messaging.system", "mqtt");
        span.SetTag("messaging.destination.name", place.Topic);
        span.SetTag("farlink.role", role);
        span.SetTag("farlink.link", (int)place.Link);
        if (place.StreamId > 0) span.SetTag("farlink.stream_id", place.StreamId);
        if (failure is not null) span.SetStatus(ActivityStatusCode.Error, failure);
        span.SetEndTime((ended ?? time.GetUtcNow()).UtcDateTime);
    }

    private readonly record struct Place(TraceParent Parent, string Topic, byte Link, long StreamId);
}
