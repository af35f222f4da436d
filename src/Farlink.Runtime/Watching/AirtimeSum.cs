using Farlink.Protocol.Units;

namespace Farlink.Runtime.Watching;

/// <summary>Airtime since the start, and of the last hour by minutes. Not safe for several threads.</summary>
internal sealed class AirtimeSum
{
    private const int Minutes = 60;
    private readonly long[] _nanoseconds = new long[Minutes];
    private long _lastMinute = long.MinValue;

    /// <summary>Since the start.</summary>
    public Duration Total { get; private set; }

    /// <summary>Adds a transmission.</summary>
    public void Add(Duration airtime, DateTimeOffset now)
    {
        Total += airtime;
        Advance(now);
        _nanoseconds[_lastMinute % Minutes] += airtime.Nanoseconds;
    }

    /// <summary>Of the last hour, as far back as whole minutes reach.</summary>
    public Duration LastHour(DateTimeOffset now)
    {
        Advance(now);
        return new Duration(_nanoseconds.Sum());
    }

    private void Advance(DateTimeOffset now)
    {
        var minute = now.ToUnixTimeSeconds() / 60;

        // A clock that is set back goes on in the minute it was in.
        if (minute <= _lastMinute) return;
        if (_lastMinute == long.MinValue || minute - _lastMinute >= Minutes) Array.Clear(_nanoseconds);
        else for (var next = _lastMinute + 1; next <= minute; next++) _nanoseconds[next % Minutes] = 0;
        _lastMinute = minute;
    }
}
