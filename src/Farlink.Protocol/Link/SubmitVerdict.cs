namespace Farlink.Protocol.Link;

/// <summary>What became of a message offered to a link.</summary>
public enum SubmitVerdict
{
    /// <summary>Taken; <see cref="LinkEvent.Accepted"/> follows when it is safe.</summary>
    Taken,

    /// <summary>Longer than the link's limit. It will never fit.</summary>
    TooLong,

    /// <summary>The link was ended: see <see cref="LinkStation.End"/>.</summary>
    Ended,

    /// <summary>Its topic is longer than 1,024 octets or it has too many properties. It will never fit.</summary>
    NotCarried,

    /// <summary>
    /// The link's queue is full. Try again when the queue has shrunk (<see cref="LinkStatus.QueuedMessages"/>).
    /// </summary>
    QueueFull,

    /// <summary>This publisher's share of the queue is full; others may go on.</summary>
    ClientShareFull,
}
