using System.Globalization;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Text;
using Farlink.Radios;

namespace Farlink.Runtime.Watching;

/// <summary>
/// What happens in RadioHead mode, as the logs of a <see cref="WatchHub"/> keep it; the hub's lock is held. There a site sends
/// one message after the other, each in one frame.
/// </summary>
internal sealed class RadioHeadWatcher(WatchHub hub, WatchOptions options)
{
    private readonly EventThrottle _refused = new();

    /// <summary>
    /// What came out of the air and waits for the broker, which a base bounds. Told apart by the very octets, since many say the
    /// same.
    /// </summary>
    private readonly LinkedList<(ReadOnlyMemory<byte> Payload, MessageLife Life)> _unpublished = new();
    private MessageLife? _sending;
    private byte _sendingId;

    public void Take(ChainEvent happened, DateTimeOffset now)
    {
        switch (happened)
        {
            case ChainEvent.SiteAccepted accepted:
                var waiting = hub.Messages.Add("site", 0, isOutgoing: true, accepted.Message, now);
                waiting.Step(now, "broker", "taken over from its publisher");
                hub.Traffic.Add("site", isOutgoing: true, MessageStage.Taken, now);
                hub.Messages.Changed(waiting);
                break;
            case ChainEvent.Dropped dropped:
                hub.Drop(dropped, now);
                break;
            case ChainEvent.FrameSent sent:
                Sent(sent, now);
                break;
            case ChainEvent.MessageReceived received:
                Receive(received, now);
                break;
            case ChainEvent.FrameHeard heard:
                Hear(heard.Role, heard.Frame, now);
                break;
            case ChainEvent.FrameRefused refused:
                Refuse(refused, now);
                break;
            case ChainEvent.UpstreamPublished published:
                Publish(published.Message, now);
                break;
            case ChainEvent.UpstreamDropped dropped:
                Drop(dropped, now);
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

    private void Sent(ChainEvent.FrameSent sent, DateTimeOffset now)
    {
        if (!RadioHeadHeader.TryParse(sent.Frame.Span, out var header)) return;

        // Ids go round after 255: a plain sender, which does not repeat, has 0 in each frame.
        var isAgain = _sending is not null && header.Id == _sendingId && (header.Id != 0 || header.IsRetry);
        var use = header.IsAcknowledgement ? FrameUse.Acknowledgement : isAgain ? FrameUse.Repeat : FrameUse.Data;
        if (use == FrameUse.Data)
        {
            // The oldest that was not on the air yet: they go in the order in which they came.
            _sending = hub.Messages.Oldest(one => one.Role == sent.Role && one.State == MessageState.Waiting);
            _sendingId = header.Id;
        }

        var life = use == FrameUse.Acknowledgement ? null : _sending;
        var frame = hub.Frames.Add(new SeenFrame
        {
            Id = 0,
            At = now,
            Role = sent.Role,
            IsSent = true,
            Octets = Kept(sent.Frame.Span),
            Length = sent.Frame.Length,
            Airtime = sent.Transmission.Airtime,
            Use = use,
            Fields = Fields(header),
            Messages = life is null ? [] : [life.Id],
        });
        hub.Airtime.Add(sent.Role, use, sent.Transmission.Airtime);
        hub.Traffic.AddFrame(sent.Role, now);
        if (life is null) return;
        var octets = sent.Frame.Length - RadioHeadHeader.Size;
        hub.Airtime.AddPart(life.Topic, sent.Transmission.Airtime, isAgain ? 0 : octets);
        life.Carry(
            new CarryingFrame(frame.Id, now, sent.Role, use, sent.Transmission.Airtime), sent.Transmission.Airtime,
            isAgain ? 0 : octets, options.MostFramesOfMessage);
        if (!isAgain)
        {
            life.Step(now, "air", $"sent as frame {header.Id}", MessageState.OnAir);
            hub.Traffic.Add(sent.Role, isOutgoing: true, MessageStage.OnAir, now);
            hub.Airtime.AddMessage(life.Topic, life.Octets);
        }

        hub.Messages.Changed(life);
    }

    private void Refuse(ChainEvent.FrameRefused refused, DateTimeOffset now)
    {
        Hear(refused.Role, refused.Frame, now, RefusalName.Of(refused.Refusal));
        if (_refused.Admit(refused.Role, refused.Refusal.ToString(), now) is not { } more) return;
        hub.Events.Add(
            refused.Role, EventKind.Refused, EventLevel.Info, null, $"A frame was refused: {refused.Refusal}.{more}");
    }

    private void Receive(ChainEvent.MessageReceived received, DateTimeOffset now)
    {
        var message = new MqttMessage { Topic = options.Topic, Payload = received.Message.Message };
        var life = hub.Messages.Add("base", 0, isOutgoing: false, message, now);
        life.Step(now, "base", "came out of the air");
        var frame = Hear("base", received.Frame, now, message: life.Id);
        life.Carry(
            new CarryingFrame(frame.Id, now, "site", FrameUse.Data, frame.Airtime), frame.Airtime, received.Message.Body.Length,
            options.MostFramesOfMessage);
        hub.Traffic.Add("base", isOutgoing: false, MessageStage.Received, now);
        hub.Messages.Changed(life);
        _unpublished.AddLast((message.Payload, life));
    }

    private void Publish(MqttMessage message, DateTimeOffset now)
    {
        hub.Traffic.Add("base", isOutgoing: false, MessageStage.Published, now);

        // A subscriber may have had it before its broker said so.
        if (TakeUnpublished(message) is not { State: MessageState.Received } life) return;
        life.Step(now, "upstream", "the broker behind the link has it", MessageState.Published);
        hub.Messages.Changed(life);
    }

    private void Drop(ChainEvent.UpstreamDropped dropped, DateTimeOffset now)
    {
        if (TakeUnpublished(dropped.Message) is { } life)
        {
            life.Step(now, "base", dropped.Reason, MessageState.Dead, dropped.Reason);
            hub.Messages.Changed(life);
        }

        hub.TellEnd(
            "base", EventKind.Dead, null, WatchHub.KindOf(dropped.Reason),
            $"A message of {Printable.Escape(dropped.Message.Topic)} ended: {Printable.Escape(dropped.Reason)}.", now);
    }

    private MessageLife? TakeUnpublished(MqttMessage message)
    {
        for (var node = _unpublished.First; node is not null; node = node.Next)
        {
            if (!node.Value.Payload.Equals(message.Payload)) continue;
            _unpublished.Remove(node);
            return node.Value.Life;
        }

        return null;
    }

    private SeenFrame Hear(string role, ReceivedFrame frame, DateTimeOffset now, string? refusal = null, long? message = null)
    {
        var hasHeader = RadioHeadHeader.TryParse(frame.Octets.Span, out var header);
        return hub.Frames.Add(new SeenFrame
        {
            Id = 0,
            At = now,
            Role = role,
            IsSent = false,
            Octets = Kept(frame.Octets.Span),
            Length = frame.Octets.Length,
            Airtime = options.AirtimeOf(frame.Octets.Length),
            Use = !hasHeader ? null : header.IsAcknowledgement ? FrameUse.Acknowledgement : FrameUse.Data,
            Rssi = frame.Rssi,
            Snr = frame.Snr,
            Refusal = refusal,
            Fields = hasHeader ? Fields(header) : [],
            Messages = message is { } id ? [id] : [],
        });
    }

    /// <summary>Without a cipher the frame is the message.</summary>
    private byte[] Kept(ReadOnlySpan<byte> frame) =>
        (options.IsInClear && !options.KeepsPayloads ? frame[..Math.Min(frame.Length, RadioHeadHeader.Size)] : frame).ToArray();

    private static FrameField[] Fields(RadioHeadHeader header) =>
    [
        new("to", Text(header.To)), new("from", Text(header.From)), new("id", Text(header.Id)),
        new("flags", header.Flags.ToString("x2", CultureInfo.InvariantCulture)),
    ];

    private static string Text(byte octet) => octet.ToString(CultureInfo.InvariantCulture);
}
