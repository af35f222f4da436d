namespace Farlink.Configuration.Reference;

/// <summary>The table [link].</summary>
internal static class LinkMeanings
{
    /// <summary>Default of the key that says how sessions are made.</summary>
    public const string SessionDefault = "`\"edhoc\"`; with a `key_file` `\"psk\"`";

    /// <summary>In both modes.</summary>
    public static IReadOnlyList<KeyMeaning> Both { get; } =
    [
        new("mode", "format on the air: the native link, or RadioHead's"),
    ];

    /// <summary>With mode = "farlink".</summary>
    public static IReadOnlyList<KeyMeaning> Farlink { get; } =
    [
        new(
            "session",
            "how sessions are made: between paired ends, forward secret; or from a key that both ends share, which is warned "
            + "of at every start")
        {
            Default = SessionDefault,
        },
        new(
            "element",
            "edhoc: this end's static P-256 key, in a file, which `farlink pair` makes, or in a slot of a chip that agrees "
            + "and does not sign")
        {
            Form = "`file:PATH`, `pkcs11:token=T;object=O` (RFC 7512), `atecc608:?bus=1&address=0x60&slot=2`",
        },
        new("pairings", "edhoc: the folder that `farlink pair` keeps pairings in"),
        new(
            "id",
            "site, psk: the link id, the same as in the base's `[[site]]`. Pairing gives it with edhoc; leave it out"),
        new(
            "key_file",
            "site, psk: 16 random octets, the same as in the base's `[[site]]`. What a key is used for is noted in "
            + "`FILE.use`; for another link or for RadioHead's encryption it is refused"),
        new("store", "the database of messages that wait; made if it is not there, one process at a time"),
        new(
            "model_mib",
            "memory of the compression model of each direction, in MiB; the smaller of both ends counts; 0: nothing is "
            + "compressed"),
        new("max_message", "longest message in octets, topic and properties included; set both ends alike"),
        new(
            "trace",
            "whether a message that comes by the link without the user property `traceparent` is published with one, where the "
            + "broker speaks MQTT 5; off, since it changes users' messages"),
    ];

    /// <summary>With mode = "radiohead".</summary>
    public static IReadOnlyList<KeyMeaning> RadioHead { get; } =
    [
        new("address", "own RadioHead address"),
        new("to", "a site's receiver; 255 is everyone and never acknowledged. A base does not use it"),
        new("codec", "what a message becomes; the same at both ends"),
        new("key_file", "16 raw octets, the same at both ends; needed by every codec but `none`"),
        new("reliable", "send reliable datagrams: repeat until acknowledged"),
        new("acknowledge", "whom to answer; auto is reliable senders only"),
        new("retries", "repeats after the first transmission"),
        new("timeout", "shortest wait for an acknowledgement; each wait is one to two of it"),
        new("queue", "messages that may wait for the radio; the next one is dropped, counted, logged"),
        new("store", "where the airtime of a radio that radiates is kept; nothing else, in this mode"),
    ];
}
