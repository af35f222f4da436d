using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>Settings of one link.</summary>
public sealed record LinkOptions
{
    /// <summary>What the programs set for <see cref="ModelMebibytes"/>; docs/compression.md has what more memory wins.</summary>
    public const int UsualModelMebibytes = Compression.ModelSize.DefaultMebibytes;

    /// <summary>A frame that carries a resume and settings must fit, in octets.</summary>
    public const int LeastFrameOctets = 64;

    /// <summary>The link id, given by the base.</summary>
    public required byte Id { get; init; }

    /// <summary>The site's name; for events.</summary>
    public required string Name { get; init; }

    /// <summary>How both ends know each other; of this link and of no other.</summary>
    public required LinkIdentity Identity { get; init; }

    /// <summary>After a re-key that was interrupted: the identity that no session has proven yet; null: none.</summary>
    public LinkIdentity? NextIdentity { get; init; }

    /// <summary>Longest message taken from either side, topic and properties included; default 8 KiB, at most 64 KiB.</summary>
    public int MostMessageOctets { get; init; } = 8 * 1024;

    /// <summary>
    /// Memory of the compression model of each direction, in MiB: 1, 2, 4, 8 or 16; 0, the default: not compressed. The smaller
    /// wish of both ends counts.
    /// </summary>
    public int ModelMebibytes { get; init; }

    /// <summary>Most messages waiting to go out; default 10,000. At it a publisher is refused or held back.</summary>
    public int MostQueuedMessages { get; init; } = 10_000;

    /// <summary>Most octets waiting to go out; default 16 MiB.</summary>
    public int MostQueuedOctets { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Most messages from the other end that may wait for this end's broker; default 10,000. At it no more are taken, and wait
    /// over there.
    /// </summary>
    public int MostInboxMessages { get; init; } = 10_000;

    /// <summary>Most octets of such messages; default 16 MiB.</summary>
    public int MostInboxOctets { get; init; } = 16 * 1024 * 1024;

    /// <summary>Part of the queue that one publisher may fill; default 25 %.</summary>
    public double ClientShare { get; init; } = 0.25;

    /// <summary>Chunks after which this end wants to be asked for an answer, 1 to 60; default 48.</summary>
    public int AnswerEvery { get; init; } = 48;

    /// <summary>A message is confirmed within this time, retransmissions apart; default 75 s.</summary>
    public Duration ConfirmWithin { get; init; } = Duration.FromSeconds(75);

    /// <summary>A site that sent nothing for so long asks for an answer; default 10 minutes.</summary>
    public Duration PresenceInterval { get; init; } = Duration.FromSeconds(600);

    /// <summary>A link not heard for so long is offline; default 25 minutes.</summary>
    public Duration SilenceLimit { get; init; } = Duration.FromSeconds(1500);

    /// <summary>Time between two slots that the base gives out; 0: none. Default 0.</summary>
    public Duration PhasePeriod { get; init; }

    /// <summary>Where in the period this link's slot lies.</summary>
    public Duration PhaseOffset { get; init; }

    /// <summary>
    /// This end's own filter for what comes in, after decoding: the reason to refuse a message, or null. It is local and never
    /// changed over the air.
    /// </summary>
    public Func<MqttMessage, string?> RefuseInbound { get; init; } = _ => null;
}
