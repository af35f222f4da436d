using Farlink.Protocol.Units;

namespace Farlink.Protocol.RadioHead;

/// <summary>
/// Tells a repeat from a new message, by the last ID of each of the 256 possible senders. RHReliableDatagram compares the ID
/// alone, and so loses the first message of a restarted sender when its ID happens to be the last one seen, and every message
/// but the first of a plain sender, whose ID stays 0. Here a repeat is the same ID with the same body, and either the repeat
/// flag or, since old drivers do not set it, the time in which a sender repeats. The time rule leaves out ID 0, and all senders
/// where nothing is acknowledged: nobody repeats there, and a plain sender may say the same thing twice.
/// </summary>
internal sealed class ReceivedIds
{
    private readonly Sender?[] _senders = new Sender?[256];
    private readonly AcknowledgePolicy _policy;
    private readonly Duration _repeatSpan;

    public ReceivedIds(RadioHeadOptions options)
    {
        _policy = options.Acknowledge;

        // Every wait lasts at most twice the timeout; one more of them for the airtime of the repeats themselves.
        _repeatSpan = options.Timeout * (2L * (options.Retries + 1));
    }

    /// <summary>Notes a frame that decodes.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Note(RadioHeadHeader header, ReadOnlySpan<byte> body, Instant now, out bool acknowledge)
    {
        var sender = _senders[header.From] ??= new Sender();
        sender.IsReliable |= header.Id != 0 || header.IsRetry;
        acknowledge = _policy == AcknowledgePolicy.Always
            || (_policy == AcknowledgePolicy.ReliableSenders && sender.IsReliable);

        var repeat = sender.LastBody is { } last && sender.LastId == header.Id && body.SequenceEqual(last)
            && (header.IsRetry || (CanRepeatUnmarked(header) && now - sender.LastSeen <= _repeatSpan));
        sender.LastId = header.Id;
        sender.LastSeen = now;
        if (!repeat) sender.LastBody = body.ToArray();
        return !repeat;
    }

    private bool CanRepeatUnmarked(RadioHeadHeader header) => header.Id != 0 && _policy != AcknowledgePolicy.Never;

    private sealed class Sender
    {
        public bool IsReliable { get; set; }

        public byte LastId { get; set; }

        public byte[]? LastBody { get; set; }

        public Instant LastSeen { get; set; }
    }
}
