namespace Farlink.Mqtt.Broker;

/// <summary>So many lines of a log in a time that begins with the first of them. Not safe for several threads.</summary>
/// <param name="most">Lines.</param>
/// <param name="span">The time.</param>
/// <param name="time">Clock.</param>
internal sealed class LineQuota(int most, TimeSpan span, TimeProvider time)
{
    private long _since;
    private int _lines;

    /// <summary>Whether nothing is known any more that a new one would not know.</summary>
    public bool IsUnused => _lines == 0 || time.GetElapsedTime(_since) >= span;

    /// <summary>Whether one more line may be written now.</summary>
    public bool HasRoom => _lines < most || IsUnused;

    /// <summary>One is written.</summary>
    public void Take()
    {
        if (IsUnused) (_since, _lines) = (time.GetTimestamp(), 0);
        _lines++;
    }
}
