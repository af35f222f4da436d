using Farlink.Protocol.Units;

namespace Farlink.Runtime.Status;

/// <summary>One end at one instant. It is immutable, and asking for it waits for nobody.</summary>
public sealed record ServiceStatus
{
    /// <summary><c>site</c> or <c>base</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Format on the air: <c>farlink</c> or <c>radiohead</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>How old the figures of the link are: about a second, more if the pump stands still.</summary>
    public required Duration Age { get; init; }

    /// <summary>The radio.</summary>
    public required RadioFigures Radio { get; init; }

    /// <summary>Its links; a site has one.</summary>
    public required IReadOnlyList<LinkFigures> Links { get; init; }

    /// <summary>All queues together.</summary>
    public required QueueFigures Queue { get; init; }

    /// <summary>All inboxes together; null where there are none.</summary>
    public InboxFigures? Inbox { get; init; }

    /// <summary>Messages taken from the broker since the start.</summary>
    public required long Taken { get; init; }

    /// <summary>Messages that came by radio since the start.</summary>
    public required long Received { get; init; }

    /// <summary>
    /// Frames that were refused since the start, those that named no link included, by what the reason is called; all reasons of
    /// the mode are there. Empty in what was read from another program.
    /// </summary>
    public IReadOnlyDictionary<string, long> Refused { get; init; } = new Dictionary<string, long>();

    /// <summary>Airtime by sub-band.</summary>
    public required IReadOnlyList<AirtimeFigures> Airtime { get; init; }

    /// <summary>The broker.</summary>
    public required BrokerFigures Broker { get; init; }

    /// <summary>Octets of messages put into the store since the start; null where there is none.</summary>
    public long? PayloadOctets { get; init; }

    /// <summary>Why nothing can be written to the store now; null if it can.</summary>
    public string? StoreTrouble { get; init; }

    /// <summary>What somebody should look at, each in one sentence.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
