using System.Globalization;
using Farlink.Protocol.Link;
using Farlink.Protocol.RadioHead;
using Farlink.Radios;

namespace Farlink.Runtime.Watching;

/// <summary>
/// What happens in RadioHead mode, as the logs of a <see cref="WatchHub"/> keep it; the hub's lock is held. There a site sends
/// one message after the other, each in one frame.
/// </summary>
internal sealed class RadioHeadWatcher(WatchHub hub, WatchOptions options)
{
    private readonly EventThrottle _refused = new();
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
            case ChainEvent.FrameRefused refused:
                Refuse(refused, now);
                break;
            case ChainEvent.UpstreamPublished published:
                if (hub.Messages.Oldest(one => one is { Role: "base", State: MessageState.Received }) is not { } life) break;
                hub.Traffic.Add("base", isOutgoing: false, MessageStage.Published, now);
                life.Step(now, "upstream", "the broker behind the link has it", MessageState.Published);
                hub.Messages.Changed(life);
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
        if (_refused.Admit(refused.Role, refused.Refusal.ToString(), now) is not { } more) return;
        hub.Events.Add(
            refused.Role, EventKind.Refused, EventLevel.Info, null, $"A frame was refused: {refused.Refusal}.{more}");
    }

    private void Receive(ChainEvent.MessageReceived received, DateTimeOffset now)
    {
        Heard(received.Frame, received.Message.Header, now);
        var message = new Protocol.Messages.MqttMessage { Topic = options.Topic, Payload = received.Message.Message };
        var life = hub.Messages.Add("base", 0, isOutgoing: false, message, now);
        life.Step(now, "base", "came out of the air");
        hub.Traffic.Add("base", isOutgoing: false, MessageStage.Received, now);
        hub.Messages.Changed(life);
    }

    private void Heard(ReceivedFrame frame, RadioHeadHeader header, DateTimeOffset now) => hub.Frames.Add(new SeenFrame
    {
        Id = 0,
        At = now,
        Role = "base",
        IsSent = false,
        Octets = Kept(frame.Octets.Span),
        Length = frame.Octets.Length,
        Airtime = options.AirtimeOf(frame.Octets.Length),
        Use = FrameUse.Data,
        Rssi = frame.Rssi,
        Snr = frame.Snr,
        Fields = Fields(header),
    });

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
