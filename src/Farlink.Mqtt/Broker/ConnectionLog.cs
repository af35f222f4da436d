using Microsoft.Extensions.Logging;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// Logs who connects and who leaves, so many lines a minute: a device that does nothing else must not fill a disk. How many were
/// left out stands in the first line of a later minute. Thread-safe.
/// </summary>
internal sealed class ConnectionLog(ILogger logger, TimeProvider time)
{
    /// <summary>Lines a minute: after a broken access point all devices come back at once.</summary>
    public const int MostLines = 120;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private long? _since;
    private int _lines;
    private long _leftOut;

    /// <summary>A client is connected.</summary>
    public void Connected(string clientId, string address, string user)
    {
        if (Admit() is { } repeats) BrokerLog.Connected(logger, clientId, address, user, repeats);
    }

    /// <summary>A client is gone.</summary>
    public void Disconnected(string clientId, string kind)
    {
        if (Admit() is { } repeats) BrokerLog.Disconnected(logger, clientId, kind, repeats);
    }

    /// <summary>What to add to the line, or null if this minute has had enough of them.</summary>
    private string? Admit()
    {
        lock (_lock)
        {
            if (_since is not { } since || time.GetElapsedTime(since) >= Minute) (_since, _lines) = (time.GetTimestamp(), 0);
            if (_lines >= MostLines)
            {
                _leftOut++;
                return null;
            }

            _lines++;
            var words = _leftOut > 0 ? $" ({_leftOut} such lines were left out before)" : string.Empty;
            _leftOut = 0;
            return words;
        }
    }
}
