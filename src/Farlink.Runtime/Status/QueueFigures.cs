using Farlink.Protocol.Units;

namespace Farlink.Runtime.Status;

/// <summary>What waits to go out, and what ended before it did.</summary>
/// <param name="Messages">Messages that the other end does not have yet, those on the air included.</param>
/// <param name="Octets">Their octets; null where they are not counted.</param>
/// <param name="OldestAge">How long the oldest has been here; null if there is none, or it is not known.</param>
/// <param name="Expired">Messages either way whose deadline passed, since the start.</param>
/// <param name="Dead">Messages that ended for another reason, since the start; not those that a newer value replaced.</param>
public sealed record QueueFigures(int Messages, long? Octets, Duration? OldestAge, long Expired, long Dead)
{
    /// <summary>Several queues as one.</summary>
    public static QueueFigures Sum(IReadOnlyCollection<QueueFigures> queues)
    {
        ArgumentNullException.ThrowIfNull(queues);
        Duration? oldest = null;
        foreach (var queue in queues)
            if (queue.OldestAge is { } age && (oldest is null || age > oldest)) oldest = age;
        return new QueueFigures(
            queues.Sum(queue => queue.Messages), queues.Sum(queue => queue.Octets ?? 0), oldest,
            queues.Sum(queue => queue.Expired), queues.Sum(queue => queue.Dead));
    }
}
