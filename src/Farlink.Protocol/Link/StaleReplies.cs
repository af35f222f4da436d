using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>"Counter is" frames a base may send: six an hour over all links.</summary>
internal sealed class StaleReplies
{
    private const int MostInHour = 6;
    private readonly Queue<Instant> _sent = new();

    /// <summary>Whether one more may be sent now; then it counts.</summary>
    public bool TryTake(Instant now)
    {
        while (_sent.TryPeek(out var oldest) && oldest + Duration.FromSeconds(3600) <= now) _sent.Dequeue();
        if (_sent.Count == MostInHour) return false;
        _sent.Enqueue(now);
        return true;
    }
}
