using Farlink.Protocol.Units;

namespace Farlink.Runtime.Watching;

/// <summary>
/// Airtime since the start, and of the last hour by minutes, by a clock that is never set. Not safe for several threads.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="speed">How many times faster the clock of the air goes.</param>
internal sealed class AirtimeSum(TimeProvider time, double speed)
{
    private const int Minutes = 60;
    private readonly long[] _nanoseconds = new long[Minutes];
    private long _lastMinute;

    /// <summary>Since the start.</summary>
    public Duration Total { get; private set; }

    /// <summary>Of the last hour, as far back as whole minutes reach.</summary>
    public Duration LastHour
    {
        get
        {
            Advance();
            return new Duration(_nanoseconds.Sum());
        }
    }

    /// <summary>Adds a transmission.</summary>
    public void Add(Duration airtime)
    {
        Total += airtime;
        Advance();
        _nanoseconds[_lastMinute % Minutes] += airtime.Nanoseconds;
    }

    /// <summary>Takes over all of another one by the same clock.</summary>
    public void Add(AirtimeSum other)
    {
        var minute = Minute;
        Advance(minute);
        other.Advance(minute);
        Total += other.Total;
        for (var i = 0; i < Minutes; i++) _nanoseconds[i] += other._nanoseconds[i];
    }

    private long Minute => (long)(time.GetElapsedTime(0) * speed).TotalMinutes;

    private void Advance() => Advance(Minute);

    private void Advance(long minute)
    {
        if (minute - _lastMinute >= Minutes) Array.Clear(_nanoseconds);
        else for (var next = _lastMinute + 1; next <= minute; next++) _nanoseconds[next % Minutes] = 0;
        _lastMinute = minute;
    }
}
