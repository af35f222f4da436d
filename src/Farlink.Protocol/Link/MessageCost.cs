using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>What a message takes of a frame, by coding it (docs/protocol.md §7).</summary>
/// <param name="FirstOctets">Coded octets of the first message under its topic in a session: the topic is spelt out.</param>
/// <param name="Octets">Coded octets of a later one.</param>
/// <param name="RepeatedOctets">Coded octets if the message before was of the same topic.</param>
public sealed record MessageCost(int FirstOctets, int Octets, int RepeatedOctets)
{
    /// <summary>Octets of a frame around a fresh chunk: head and tag.</summary>
    public const int FrameOctets = FrameHead.ShortSize + FrameHead.TagSize;

    /// <summary>Octets of the longest handshake frame.</summary>
    public const int HandshakeOctets = Session.Handshake.EdhocHello.FirstSize;

    /// <summary>Octets of an acknowledgement without gaps.</summary>
    public const int AcknowledgementOctets = FrameOctets + 1;

    /// <summary>Codes a message three times: first, after another topic, after itself.</summary>
    /// <param name="message">The message.</param>
    /// <param name="padTo">See <see cref="Submission.PadTo"/>.</param>
    /// <param name="expires">Whether it has a deadline.</param>
    public static MessageCost Of(MqttMessage message, int padTo, bool expires)
    {
        ArgumentNullException.ThrowIfNull(message);
        var start = new Instant(0);
        var deadline = expires ? start + Duration.FromSeconds(600) : Instant.Never;
        var encoder = new StreamEncoder<Outgoing>(new SessionClock(start));
        var outgoing = new Outgoing(message, deadline, PadTo: padTo);
        var other = new Outgoing(new MqttMessage { Topic = "\u0001", Payload = default }, Instant.Never);
        var first = Code(encoder, outgoing);
        Code(encoder, other);
        return new MessageCost(first, Code(encoder, outgoing), Code(encoder, outgoing));
    }

    private static int Code(StreamEncoder<Outgoing> encoder, Outgoing outgoing)
    {
        var source = new Single(outgoing);
        var total = 0;
        Span<byte> chunk = stackalloc byte[255];
        while (!source.IsTaken || encoder.HasUnfinished) total += encoder.Fill(chunk, source, []);
        return total;
    }

    private sealed class Single(Outgoing outgoing) : IMessageSource<Outgoing>
    {
        public bool IsTaken { get; private set; }

        public bool TryPeek(Priority lane, out Outgoing entry, out Outgoing next)
        {
            entry = outgoing;
            next = outgoing;
            return lane == Priority.Normal && !IsTaken;
        }

        public void Take(Outgoing entry) => IsTaken = true;
    }
}
