using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// Counts frames that failed authentication: an 8-octet tag stands up to 2^16 tries a day with ease, but they are told.
/// </summary>
internal sealed class ForgeryWatch(byte link, StationContext context)
{
    private const long MostInDay = 1 << 16;
    private static readonly Duration Day = Duration.FromSeconds(24 * 3600);
    private Instant _dayEnds = new(long.MinValue);
    private long _count;

    public void Note(Instant now)
    {
        if (now >= _dayEnds)
        {
            _dayEnds = now + Day;
            _count = 0;
        }

        if (++_count == MostInDay) context.Events.Enqueue(new LinkEvent.ForgeryAlarm(link));
    }
}
