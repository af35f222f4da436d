using Microsoft.Extensions.Logging;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// Logs who connects and who leaves, so many lines of a client and so many of all: a device that does nothing else must not fill
/// a disk. How many were left out stands in the next line. Thread-safe.
/// </summary>
internal sealed class ConnectionLog(ILogger logger, TimeProvider time)
{
    /// <summary>Lines of one client in ten minutes: one that comes and goes each second is as good as known by then.</summary>
    public const int MostOfAClient = 10;

    /// <summary>Lines of all in a minute: after a broken access point all devices come back at once.</summary>
    public const int MostAMinute = 120;

    /// <summary>Lines of all in an hour, for a client that has another id each time: 4 MB a day.</summary>
    public const int MostAnHour = 1200;

    /// <summary>Clients told apart; beyond it further ones share the lines of one.</summary>
    public const int MostClients = 1000;

    /// <summary>Characters of an id that tell a client from others.</summary>
    private const int LongestId = 120;

    private static readonly TimeSpan OfAClient = TimeSpan.FromMinutes(10), Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LineQuota> _clients = new(StringComparer.Ordinal);
    private readonly LineQuota _minute = new(MostAMinute, Minute, time);
    private readonly LineQuota _hour = new(MostAnHour, Hour, time);
    private long _leftOut;

    /// <summary>A client is connected.</summary>
    public void Connected(string clientId, string address, string user)
    {
        if (Admit(clientId) is { } repeats) BrokerLog.Connected(logger, clientId, address, user, repeats);
    }

    /// <summary>A client is gone.</summary>
    public void Disconnected(string clientId, string kind)
    {
        if (Admit(clientId) is { } repeats) BrokerLog.Disconnected(logger, clientId, kind, repeats);
    }

    /// <summary>What to add to the line, or null if there have been enough of them.</summary>
    private string? Admit(string clientId)
    {
        lock (_lock)
        {
            var client = Of(clientId);
            if (!client.HasRoom || !_minute.HasRoom || !_hour.HasRoom)
            {
                _leftOut++;
                return null;
            }

            client.Take();
            _minute.Take();
            _hour.Take();
            var words = _leftOut > 0 ? $" ({_leftOut} such lines were left out before)" : string.Empty;
            _leftOut = 0;
            return words;
        }
    }

    private LineQuota Of(string clientId)
    {
        var id = clientId.Length <= LongestId ? clientId : clientId[..LongestId];
        if (_clients.TryGetValue(id, out var known)) return known;
        if (_clients.Count >= MostClients) Forget();
        if (_clients.Count >= MostClients) id = string.Empty;
        if (_clients.TryGetValue(id, out var shared)) return shared;
        var quota = new LineQuota(MostOfAClient, OfAClient, time);
        _clients.Add(id, quota);
        return quota;
    }

    private void Forget()
    {
        foreach (var (id, quota) in _clients.ToArray())
            if (quota.IsUnused) _clients.Remove(id);
    }
}
