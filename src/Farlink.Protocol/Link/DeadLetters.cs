using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;

namespace Farlink.Protocol.Link;

/// <summary>
/// What is to be said of messages that were safe and end without being delivered: in the store with their end, until it was
/// said.
/// </summary>
internal sealed class DeadLetters
{
    /// <summary>Letters that wait; one more, and the oldest goes and is counted.</summary>
    public const int Most = 10_000;

    private readonly StationContext _context;
    private readonly SortedSet<long> _open;

    public DeadLetters(StationContext context, StoreImage image)
    {
        _context = context;
        _open = [.. image.DeadLetters.Select(letter => letter.Row)];
    }

    /// <summary>Letters that went unsaid because too many waited.</summary>
    public long Dropped { get; private set; }

    /// <summary>Writes a letter; null for QoS 0, which was never safe.</summary>
    /// <param name="link">The message's link.</param>
    /// <param name="message">The message.</param>
    /// <param name="reason">Why it ends.</param>
    /// <param name="words">More about that, or null.</param>
    /// <param name="operations">Receives what to commit with the message's end.</param>
    public DeadLetter? Write(
        byte link, MqttMessage message, DeadReason reason, string? words, List<StoreOperation> operations)
    {
        if (message.Qos == MqttQos.AtMostOnce) return null;
        if (_open.Count >= Most)
        {
            Dropped++;
            operations.Add(new StoreOperation.LetterTold(_open.Min));
            _open.Remove(_open.Min);
        }

        var letter = new DeadLetter
        {
            Row = _context.NextRow++,
            Link = link,
            Topic = message.Topic,
            Reason = reason,
            Words = words,
        };
        _open.Add(letter.Row);
        operations.Add(new StoreOperation.Letter(letter));
        return letter;
    }

    /// <summary>
    /// It was said. That is written with the next commit for another reason: after a crash before that it is said twice.
    /// </summary>
    public void HandleTold(long row)
    {
        if (_open.Remove(row)) _context.Commits.AddLazily(new StoreOperation.LetterTold(row));
    }
}
