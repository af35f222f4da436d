using Farlink.Protocol.Bridging;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Runtime.Services;

/// <summary>A route's limits on how much passes: its quota an hour, and unchanged retained values.</summary>
/// <param name="route">The route.</param>
/// <param name="values">What was carried, of all routes.</param>
/// <param name="storedComeAgain">
/// Whether the broker hands out what it keeps at each subscription, as in MQTT 3.1.1 (§3.8.4): then a retained message is a
/// stored one, and the same value is never news.
/// </param>
internal sealed class RouteGate(Route route, CarriedValues values, bool storedComeAgain)
{
    /// <summary>The answer for a value that need not be sent again: nothing is lost, so nothing is told.</summary>
    public const string Unchanged = "unchanged";

    private static readonly Duration Hour = Duration.FromSeconds(3600);
    private readonly Queue<Instant> _passed = new();
    private readonly Lock _lock = new();

    public Route Route => route;

    private bool Remembers => storedComeAgain || route.UnchangedFor is not null;

    /// <summary>Why a message does not pass now, or null; it counts once <see cref="HandlePassed"/> is called.</summary>
    public string? Hold(MqttMessage message, Instant now)
    {
        if (Remembers && message.Retain && values.CarriedAt(message) is { } at
            && (storedComeAgain || now - at < route.UnchangedFor))
            return Unchanged;
        if (route.QuotaPerHour is not { } quota) return null;
        lock (_lock)
        {
            while (_passed.TryPeek(out var oldest) && now - oldest >= Hour) _passed.Dequeue();
            return _passed.Count >= quota ? $"the route's quota of {quota} an hour is used up" : null;
        }
    }

    /// <summary>What to commit with a message.</summary>
    public IReadOnlyList<StoreOperation> Carry(MqttMessage message, Instant now) =>
        Remembers && message.Retain ? values.Carry(message, now) : [];

    /// <summary>A message is in the store, and with it what <see cref="Carry"/> gave.</summary>
    public void HandlePassed(IReadOnlyList<StoreOperation> carried, Instant now)
    {
        values.Note(carried);
        if (route.QuotaPerHour is null) return;
        lock (_lock) _passed.Enqueue(now);
    }
}
