namespace Farlink.Runtime.Watching;

/// <summary>Counts something, and how often in the last minute, by a clock that is never set. Not thread-safe.</summary>
internal sealed class Tally(TimeProvider time)
{
    private const int Seconds = 60;
    private readonly int[] _seconds = new int[Seconds];
    private long _total;
    private long _lastSecond;
    private DateTimeOffset? _last;

    public TrafficCount Count
    {
        get
        {
            Advance();
            return new TrafficCount(_total, _seconds.Sum(), _last);
        }
    }

    public void Add(DateTimeOffset now)
    {
        Advance();
        _total++;
        _seconds[_lastSecond % Seconds]++;
        _last = now;
    }

    private void Advance()
    {
        var second = (long)time.GetElapsedTime(0).TotalSeconds;
        if (second - _lastSecond >= Seconds) Array.Clear(_seconds);
        else for (var next = _lastSecond + 1; next <= second; next++) _seconds[next % Seconds] = 0;
        _lastSecond = second;
    }
}
