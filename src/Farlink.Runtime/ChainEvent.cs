using Farlink.Protocol.Messages;
using Farlink.Protocol.Link;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Store;
using Farlink.Radios;

namespace Farlink.Runtime;

/// <summary>A step of a message on its way from device to upstream.</summary>
public abstract record ChainEvent
{
    private ChainEvent()
    {
    }

    /// <summary>The device's broker has acknowledged its message.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="Attempts">Times it was sent.</param>
    public sealed record DevicePublished(MqttMessage Message, int Attempts) : ChainEvent;

    /// <summary>The site took a message that a route lets pass.</summary>
    public sealed record SiteAccepted(MqttMessage Message) : ChainEvent;

    /// <summary>An end could not take a message from its broker: too long, or the queue is full.</summary>
    /// <param name="Role">Which end: site or base.</param>
    /// <param name="Message">The message.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Link">The link it was for; null if it was for several, or in RadioHead mode.</param>
    public sealed record Dropped(string Role, MqttMessage Message, string Reason, byte? Link) : ChainEvent;

    /// <summary>A frame was sent.</summary>
    /// <param name="Role">Who sent it: site or base.</param>
    /// <param name="Frame">Its octets.</param>
    /// <param name="Transmission">When and how long.</param>
    public sealed record FrameSent(string Role, ReadOnlyMemory<byte> Frame, Transmission Transmission) : ChainEvent;

    /// <summary>A message came out of the air.</summary>
    /// <param name="Message">Header, ciphertext, text.</param>
    /// <param name="Frame">The frame with its signal.</param>
    public sealed record MessageReceived(RadioHeadEvent.Received Message, ReceivedFrame Frame) : ChainEvent;

    /// <summary>A frame came that brings no message: an acknowledgement, or one for a site, which takes none.</summary>
    /// <param name="Role">Who heard it: site or base.</param>
    /// <param name="Frame">The frame with its signal.</param>
    public sealed record FrameHeard(string Role, ReceivedFrame Frame) : ChainEvent;

    /// <summary>A frame was refused.</summary>
    /// <param name="Role">Who refused it: site or base.</param>
    /// <param name="Refusal">Why.</param>
    /// <param name="Frame">The frame with its signal.</param>
    public sealed record FrameRefused(string Role, FrameRefusal Refusal, ReceivedFrame Frame) : ChainEvent;

    /// <summary>A base in RadioHead mode gave up a message that had come out of the air.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="Reason">Why: too many wait, or its broker refused it.</param>
    public sealed record UpstreamDropped(MqttMessage Message, string Reason) : ChainEvent;

    /// <summary>The broker behind this end has acknowledged a message that came by the link.</summary>
    /// <param name="Role">Which end: site or base.</param>
    /// <param name="Message">The message.</param>
    /// <param name="Row">Its row in the inbox; null in RadioHead mode, which has none.</param>
    public sealed record UpstreamPublished(string Role, MqttMessage Message, InboxRow? Row) : ChainEvent;

    /// <summary>A subscriber behind the last broker has a message; only where that is in the same process.</summary>
    public sealed record Delivered(MqttMessage Message) : ChainEvent;

    /// <summary>A frame of the native link was sent.</summary>
    /// <param name="Role">Who sent it: site or base.</param>
    /// <param name="Frame">The frame.</param>
    /// <param name="Transmission">When and how long.</param>
    public sealed record LinkFrameSent(string Role, Transmit Frame, Transmission Transmission) : ChainEvent;

    /// <summary>A frame arrived, whoever sent it.</summary>
    /// <param name="Role">Who heard it: site or base.</param>
    /// <param name="Frame">The frame with its signal.</param>
    public sealed record LinkFrameReceived(string Role, ReceivedFrame Frame) : ChainEvent;

    /// <summary>A message of the native link is in the inbox, to be published.</summary>
    public sealed record LinkMessageReceived(string Role, MqttMessage Message) : ChainEvent;

    /// <summary>A station told something.</summary>
    public sealed record LinkHappened(string Role, LinkEvent Event) : ChainEvent;

    /// <summary>Our broker refused a client's certificate, or cut off who had come with it.</summary>
    /// <param name="Role">Which end: site or base.</param>
    /// <param name="Subject">Whom the certificate names, without control characters.</param>
    /// <param name="Reason">Why, which may name the subject: revoked, expired, of another CA.</param>
    public sealed record CertificateRefused(string Role, string Subject, string Reason) : ChainEvent;

    /// <summary>A newer list of revocations is in force.</summary>
    /// <param name="Role">Which end: site or base.</param>
    /// <param name="Count">How many certificates it names.</param>
    public sealed record RevocationsTaken(string Role, int Count) : ChainEvent;
}
