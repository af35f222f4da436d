using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// Counts frames that failed authentication: an 8-octet tag stands up to 2^16 tries a day with ease, but they are told. A key
/// that was tried 2^24 times is worn (CCM with 8-octet tags): a new session is due. The one in use goes on until then.
/// </summary>
internal sealed class ForgeryWatch(byte link, StationContext context)
{
    /// <summary>Failures after which a key is worn.</summary>
    public const long MostOfKey = 1 << 24;

    private const long MostInDay = 1 << 16;
    private static readonly Duration Day = Duration.FromSeconds(24 * 3600);
    private Instant _dayEnds = new(long.MinValue);
    private long _count;
    private long _countOfKey;

    /// <summary>There are new keys.</summary>
    public void Begin() => _countOfKey = 0;

    /// <summary>Notes a failure; true if the key is worn just now.</summary>
    public bool Note(Instant now)
    {
        if (now >= _dayEnds)
        {
            _dayEnds = now + Day;
            _count = 0;
        }

        if (++_count == MostInDay) context.Events.Enqueue(new LinkEvent.ForgeryAlarm(link));
        return ++_countOfKey % MostOfKey == 0;
    }
}
