using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Bridging;

/// <summary>
/// Permission for topics to cross the link, and how. Nothing crosses without one. Prefixes work as in a mosquitto bridge: the
/// topic at this end's broker is the local prefix and what the filter matches, on the link the remote prefix and the same.
/// </summary>
/// <param name="Topic">MQTT topic filter, without prefixes.</param>
/// <param name="Direction">Which way; default up.</param>
public sealed record Route(string Topic, RouteDirection Direction = RouteDirection.Up)
{
    /// <summary>Commands are worthless after this, unless the route says otherwise.</summary>
    public static readonly Duration CommandsExpireIn = Duration.FromSeconds(600);

    /// <summary>Bodies of secret routes are padded to a multiple of so many octets.</summary>
    public const int SecretPad = 64;

    /// <summary>Before the topic at this end's broker; default nothing.</summary>
    public string LocalPrefix { get; init; } = "";

    /// <summary>Before the topic on the link; default nothing.</summary>
    public string RemotePrefix { get; init; } = "";

    /// <summary>Most QoS; a message with more is carried with this. Default 2.</summary>
    public MqttQos Qos { get; init; } = MqttQos.ExactlyOnce;

    /// <summary>What goes first; default normal.</summary>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>How long a message may wait for others to share a frame; default not at all.</summary>
    public Duration MostLatency { get; init; }

    /// <summary>Whether only the newest waiting message of a topic is kept; default all are.</summary>
    public bool NewestOnly { get; init; }

    /// <summary>After this a message is worthless; null: never, or <see cref="CommandsExpireIn"/> on the way down.</summary>
    public Duration? Expires { get; init; }

    /// <summary>A retained value that is the same as the last one is not sent again inside this time; null: it is.</summary>
    public Duration? UnchangedFor { get; init; }

    /// <summary>Most messages in an hour; null: no limit.</summary>
    public int? QuotaPerHour { get; init; }

    /// <summary>Whether lengths are hidden: the body is padded to a multiple of 64 octets.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether its messages are compressed each by itself: their lengths say nothing of other messages.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>What bodies are padded to a multiple of, in octets; 1: coded alone and not padded; 0: neither.</summary>
    public int PadTo => IsSecret ? SecretPad : IsIsolated ? 1 : 0;

    /// <summary>At a base: the sites it serves; empty: those whose prefix a topic on its way down begins with.</summary>
    public IReadOnlyList<string> Sites { get; init; } = [];

    /// <summary>
    /// Whether retained messages pass; null: upwards they do, downwards not. A retained command is an old one, and must not run
    /// again because a base connects.
    /// </summary>
    public bool? Retained { get; init; }

    /// <summary>Whether retained messages pass this way.</summary>
    public bool LetsRetained(RouteDirection way) => Retained ?? way == RouteDirection.Up;

    /// <summary>Whether this route lets a topic pass from site to base.</summary>
    public bool LetsUp(string topic) => Direction != RouteDirection.Down && TopicFilter.Matches(LocalPrefix + Topic, topic);

    /// <summary>What to subscribe to at this end's broker.</summary>
    public string LocalFilter => LocalPrefix + Topic;

    /// <summary>Whether messages pass this way.</summary>
    public bool Lets(RouteDirection way) => Direction == way || Direction == RouteDirection.Both;

    /// <summary>The topic on the link of one at this end's broker; null if this route does not let it pass.</summary>
    public string? ToLink(string localTopic, RouteDirection way) => Lets(way) ? Map(localTopic, LocalPrefix, RemotePrefix) : null;

    /// <summary>The topic at this end's broker of one on the link; null if this route does not let it pass.</summary>
    public string? FromLink(string linkTopic, RouteDirection way) => Lets(way) ? Map(linkTopic, RemotePrefix, LocalPrefix) : null;

    private string? Map(string topic, string from, string to) =>
        TopicFilter.Matches(from + Topic, topic) ? to + topic[from.Length..] : null;
}
