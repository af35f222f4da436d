using Farlink.Protocol.Link;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;
using Farlink.Radios;
using Farlink.Runtime.Notices;
using Farlink.Runtime.Services;

namespace Farlink.Runtime.Watching;

/// <summary>What happens on the native link, as the logs of a <see cref="WatchHub"/> keep it; the hub's lock is held.</summary>
internal sealed class LinkWatcher(WatchHub hub, WatchOptions options)
{
    private readonly RefusedFrames _refused = new(hub.Events);

    /// <summary>Up to which message the other end has published; those before the first of this run are not counted.</summary>
    private readonly Dictionary<(string Role, byte Link), long> _published = [];

    public void Take(ChainEvent happened, DateTimeOffset now)
    {
        switch (happened)
        {
            case ChainEvent.LinkFrameSent sent:
                Sent(sent.Role, sent.Frame, sent.Transmission, now);
                break;
            case ChainEvent.LinkFrameReceived received:
                Heard(received.Role, received.Frame, now);
                break;
            case ChainEvent.LinkHappened told:
                Told(told.Role, told.Event, now);
                break;
            case ChainEvent.UpstreamPublished { Row: { } row } published:
                // A subscriber may have had it before its broker said so.
                hub.Traffic.Add(published.Role, isOutgoing: false, MessageStage.Published, now);
                if (hub.Messages.OfStream(published.Role, row.Link, -row.StreamId) is { } life) Publish(life, now);
                break;
            case ChainEvent.Dropped dropped:
                hub.Drop(dropped, now);
                break;
            case ChainEvent.DevicePublished published:
                hub.Acknowledge(published, now);
                break;
            case ChainEvent.Delivered delivered:
                hub.Deliver(delivered, now);
                break;
            default:
                break;
        }
    }

    private void Sent(string role, Transmit frame, Transmission transmission, DateTimeOffset now)
    {
        var content = frame.Content;
        var lives = content.Carries.Select(part => hub.Messages.OfRow(role, frame.Link, part.Row)).ToArray();
        var seen = hub.Frames.Add(new SeenFrame
        {
            Id = 0,
            At = now,
            Role = role,
            IsSent = true,
            Octets = frame.Octets.ToArray(),
            Airtime = transmission.Airtime,
            Use = content.Use,
            Link = frame.Link,
            Power = frame.Power,
            Fields = content.Fields(),
            Messages = [.. lives.OfType<MessageLife>().Select(life => life.Id)],
        });
        hub.Airtime.Add(role, content.Use, transmission.Airtime);
        hub.Traffic.AddFrame(role, now);
        var octets = Math.Max(1, content.Carries.Sum(part => part.Octets));
        var carrying = new CarryingFrame(seen.Id, now, role, content.Use, transmission.Airtime);
        for (var i = 0; i < lives.Length; i++)
        {
            var part = content.Carries[i];
            var share = new Duration((long)(transmission.Airtime.Nanoseconds * ((double)part.Octets / octets)));
            var coded = content.Use == FrameUse.Data ? part.Octets : 0;
            hub.Airtime.AddPart(NameOf(part.Topic), share, coded);
            if (lives[i] is not { } life) continue;
            life.Carry(carrying, share, coded, options.MostFramesOfMessage);
            hub.Messages.Changed(life);
        }
    }

    private void Heard(string role, ReceivedFrame frame, DateTimeOffset now)
    {
        var what = FrameDescription.Of(frame.Octets.Span);
        hub.Frames.Hold(new SeenFrame
        {
            Id = 0,
            At = now,
            Role = role,
            IsSent = false,
            Octets = frame.Octets.ToArray(),
            Airtime = options.AirtimeOf(frame.Octets.Length),
            Use = what.IsHandshake ? FrameUse.Handshake : null,
            Link = what.Link,
            Rssi = frame.Rssi,
            Snr = frame.Snr,
            Fields = [new FrameField("kind", what.Kind)],
        });
    }

    private void Told(string role, LinkEvent happened, DateTimeOffset now)
    {
        switch (happened)
        {
            case LinkEvent.Opened opened:
                hub.Frames.Tell(role, opened.Content);
                break;
            case LinkEvent.Refused refused:
                hub.Frames.Refuse(role, RefusedFrames.NameOf(refused.Reason));
                _refused.Tell(role, refused, now);
                break;
            case LinkEvent.Accepted { Row: var row } when !NoticeTopics.IsOurs(row.Message.Topic):
                Accept(role, row, now);
                break;
            case LinkEvent.OnAir onAir:
                OnAir(role, onAir, now);
                break;
            case LinkEvent.Confirmed confirmed:
                Confirm(role, confirmed.Row, now);
                break;
            case LinkEvent.PublishedThere there:
                PublishedThere(role, there, now);
                break;
            case LinkEvent.Received { Row: var row } when !NoticeTopics.IsOurs(row.Message.Topic):
                Receive(role, row, now);
                break;
            case LinkEvent.Dead dead when !NoticeTopics.IsOurs(dead.Message.Topic):
                Die(role, dead, now);
                break;
            default:
                break;
        }

        if (LinkEventWords.Of(happened) is not { } words) return;
        if (happened is LinkEvent.Dead end) hub.TellEnd(role, words.Kind, words.Link, end.Reason.ToString(), words.Text, now);
        else hub.Events.Add(role, words.Kind, words.Level, words.Link, words.Text);
    }

    private void Accept(string role, OutboxRow row, DateTimeOffset now)
    {
        var life = hub.Messages.Add(role, row.Link, isOutgoing: true, row.Message, now, row.Row);
        life.Step(now, role == "site" ? "broker" : "upstream", "taken over from its publisher");
        life.Step(now, role, "safe on the disk, waits for its turn");
        hub.Traffic.Add(role, isOutgoing: true, MessageStage.Taken, now);
        hub.Messages.Changed(life);
    }

    private void OnAir(string role, LinkEvent.OnAir onAir, DateTimeOffset now)
    {
        var row = onAir.Row;
        _published.TryAdd((role, row.Link), row.StreamId - 1);
        hub.Airtime.AddMessage(NameOf(row.Message.Topic), row.Message.SizeOctets);
        if (!NoticeTopics.IsOurs(row.Message.Topic)) hub.Traffic.Add(role, isOutgoing: true, MessageStage.OnAir, now);
        if (hub.Messages.OfRow(role, row.Link, row.Row) is not { } life) return;
        hub.Messages.Name(life, row.StreamId, TraceId.Of(row, onAir.Store)!.Value.ToString());
        life.Step(now, "air", $"all of it was sent, as message {row.StreamId}", MessageState.OnAir);
        hub.Messages.Changed(life);
    }

    private void Confirm(string role, OutboxRow row, DateTimeOffset now)
    {
        if (!NoticeTopics.IsOurs(row.Message.Topic)) hub.Traffic.Add(role, isOutgoing: true, MessageStage.Confirmed, now);
        if (hub.Messages.OfRow(role, row.Link, row.Row) is not { } life) return;
        var other = role == "site" ? "base" : "site";

        // The frame that said so may also say that it is published already.
        var state = life.State is MessageState.Published or MessageState.Delivered ? life.State : MessageState.Confirmed;
        life.Step(now, other, "the other end has it on its disk", state);
        hub.Messages.Changed(life);
    }

    private void PublishedThere(string role, LinkEvent.PublishedThere there, DateTimeOffset now)
    {
        var key = (role, there.Link);
        var first = Math.Max(_published.GetValueOrDefault(key, there.UpTo), there.UpTo - options.MostMessages) + 1;
        for (var id = first; id <= there.UpTo; id++)
        {
            hub.Traffic.Add(role, isOutgoing: true, MessageStage.Published, now);
            if (hub.Messages.OfStream(role, there.Link, id) is { } life) Publish(life, now);
        }

        _published[key] = there.UpTo;
    }

    private void Publish(MessageLife life, DateTimeOffset now)
    {
        if (life.State is MessageState.Published or MessageState.Delivered or MessageState.Dead) return;
        life.Step(now, "upstream", "the broker behind the link has it", MessageState.Published);
        hub.Messages.Changed(life);
    }

    private void Receive(string role, InboxRow row, DateTimeOffset now)
    {
        var life = Arrive(role, row, now);
        life.Step(now, role, "came out of the air, safe on the disk");
        hub.Traffic.Add(role, isOutgoing: false, MessageStage.Received, now);
        hub.Messages.Changed(life);
    }

    private MessageLife Arrive(string role, InboxRow row, DateTimeOffset now)
    {
        var life = hub.Messages.Add(role, row.Link, isOutgoing: false, row.Message, now);

        // Streams of both directions count from 1.
        hub.Messages.Name(life, -row.StreamId, TraceId.Of(row).ToString());
        return life;
    }

    private void Die(string role, LinkEvent.Dead dead, DateTimeOffset now)
    {
        var life = dead switch
        {
            { Row: { } row } => hub.Messages.OfRow(role, row.Link, row.Row),

            // One that was too old when it came was never in the inbox.
            { Arrived: { } came } => hub.Messages.OfStream(role, dead.Link, -came.StreamId) ?? Arrive(role, came, now),
            _ => null,
        };
        if (life is null) return;
        var why = DeadWords.Of(dead.Reason, dead.Words);
        life.Step(now, role, why, MessageState.Dead, why);
        hub.Messages.Changed(life);
    }

    private static string NameOf(string topic) => NoticeTopics.IsOurs(topic) ? "(farlink itself)" : topic;
}
