using System.Collections;
using System.Text;

namespace Farlink.Mqtt.Broker;

/// <summary>The subscriptions of one session, bounded: the library keeps any number. Thread-safe.</summary>
internal sealed class SessionSubscriptions(BrokerLimits limits)
{
    /// <summary>Where the library keeps it with the session.</summary>
    private static readonly object Key = new();

    private readonly HashSet<string> _filters = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _octets;

    /// <summary>Gives a session that may come about its own.</summary>
    public static void Attach(IDictionary items, BrokerLimits limits) => items[Key] = new SessionSubscriptions(limits);

    /// <summary>Those of a session.</summary>
    public static SessionSubscriptions Of(IDictionary items) => (SessionSubscriptions)items[Key]!;

    /// <summary>Enters a filter; says why not, or null. One that is there already takes no more room.</summary>
    public string? Enter(string filter)
    {
        var octets = Encoding.UTF8.GetByteCount(filter);
        lock (_lock)
        {
            if (_filters.Contains(filter)) return null;
            if (_filters.Count >= limits.MostSubscriptions || _octets + octets > limits.MostSubscriptionOctets)
                return $"it has too many subscriptions already (at most {limits.MostSubscriptions}, "
                    + $"{limits.MostSubscriptionOctets} octets)";
            _filters.Add(filter);
            _octets += octets;
            return null;
        }
    }

    /// <summary>The client has given it up.</summary>
    public void Strike(string filter)
    {
        lock (_lock)
            if (_filters.Remove(filter)) _octets -= Encoding.UTF8.GetByteCount(filter);
    }
}
