namespace Farlink.Configuration.Reference;

/// <summary>The tables [[route]].</summary>
internal static class RouteMeanings
{
    /// <summary>In both modes.</summary>
    public static IReadOnlyList<KeyMeaning> Both { get; } =
    [
        new("topic", "what may cross") { Form = "MQTT topic or filter", Default = "must be given" },
        new("direction", "up is from site to base; radiohead mode carries up only, and warns"),
    ];

    /// <summary>In mode farlink.</summary>
    public static IReadOnlyList<KeyMeaning> Farlink { get; } =
    [
        new("qos", "highest QoS; a message with more is carried with this. QoS 0 is in memory only"),
        new("local_prefix", "stands before `topic` at this end's broker"),
        new("remote_prefix", "stands before `topic` on the link"),
        new("priority", "what goes first; urgent passes others at the next frame"),
        new("max_latency", "how long a message may wait for others to share a frame; urgent ones do not wait"),
        new("keep", "newest: a newer message replaces a waiting one of its topic"),
        new("expires", "then a message is dropped; its own expiry counts if shorter") { Default = "up: never, down: 10 min" },
        new("quota", "most messages in an hour; further ones are dropped and reported; 0: no limit"),
        new("sites", "base, downwards: which sites it serves")
        {
            Form = "list of names",
            Default = "those whose `prefix` fits",
        },
        new("retained", "whether retained messages pass") { Default = "upwards true, downwards false" },
        new(
            "unchanged",
            "a retained value equal to the last one is skipped for so long, also after a restart. What an MQTT 3.1.1 broker "
            + "keeps and hands out again is skipped without it")
        {
            Form = "such as `\"skip for 15m\"`",
        },
        new("secret", "hides lengths: pads to a multiple of 64 octets"),
        new(
            "compression",
            "isolated: each message compressed by itself, so that its length says nothing of others; costs 10 to 60 octets "
            + "more a message"),
    ];
}
