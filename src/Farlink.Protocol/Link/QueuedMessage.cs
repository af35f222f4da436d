using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>Where a message on its way out is.</summary>
internal enum QueueState
{
    /// <summary>It waits and may be overtaken, replaced or expire.</summary>
    Waiting,

    /// <summary>Part of it is coded.</summary>
    Coding,

    /// <summary>All of it is coded and its stream id is given.</summary>
    Given,

    /// <summary>It is gone.</summary>
    Done,
}

/// <summary>A message on its way out.</summary>
internal sealed class QueuedMessage(OutboxRow row, bool isDurable)
{
    /// <summary>What the store has, or would have.</summary>
    public OutboxRow Row { get; set; } = row;

    /// <summary>Whether the store has it; QoS 0 lives here alone.</summary>
    public bool IsDurable { get; } = isDurable;

    /// <summary>Where it is.</summary>
    public QueueState State { get; set; }

    /// <summary>Its place among all that are held, oldest first; null while it is not held.</summary>
    public LinkedListNode<QueuedMessage>? Place { get; set; }

    /// <summary>When it wants to be sent at the latest.</summary>
    public Instant FlushAt { get; set; } = row.FlushAt;

    /// <summary>Its octets, for limits.</summary>
    public int Octets { get; } = row.Message.SizeOctets;

    /// <summary>Whether somebody waits to hear of it, so that the frame with its end asks for an answer.</summary>
    public bool IsAwaited => Row.Priority == Priority.Urgent || Row.ReceiptId is not null;

    /// <summary>What the encoder needs.</summary>
    public Outgoing Outgoing =>
        new(Row.Message, Row.Deadline, Row.ReceiptId is not null, Row.PadTo) { Publisher = Row.Client };
}
