using System.Security.Cryptography;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Messages;

namespace Farlink.Runtime.Services;

/// <summary>A route's limits on how much passes: its quota an hour, and unchanged retained values.</summary>
internal sealed class RouteGate(Route route, TimeProvider time)
{
    private const int MostTopicsRemembered = 4096;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Queue<long> _passed = new();
    private readonly Dictionary<string, (string Hash, long At)> _values = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public Route Route => route;

    /// <summary>Why a message does not pass now, or null; it counts once <see cref="HandlePassed"/> is called.</summary>
    public string? Hold(MqttMessage message)
    {
        lock (_lock)
        {
            if (route.UnchangedFor is { } quiet && message.Retain && IsUnchanged(message, quiet.ToTimeSpan())) return Unchanged;
            if (route.QuotaPerHour is not { } quota) return null;
            while (_passed.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Hour) _passed.Dequeue();
            return _passed.Count >= quota ? $"the route's quota of {quota} an hour is used up" : null;
        }
    }

    /// <summary>A message is in the store.</summary>
    public void HandlePassed(MqttMessage message)
    {
        lock (_lock)
        {
            if (route.QuotaPerHour is not null) _passed.Enqueue(time.GetTimestamp());
            if (route.UnchangedFor is null || !message.Retain) return;
            if (_values.Count >= MostTopicsRemembered && !_values.ContainsKey(message.Topic)) return;
            _values[message.Topic] = (Hash(message), time.GetTimestamp());
        }
    }

    /// <summary>The answer for a value that need not be sent again: nothing is lost, so nothing is told.</summary>
    public const string Unchanged = "unchanged";

    private static string Hash(MqttMessage message) => Convert.ToHexString(SHA256.HashData(message.Payload.Span));

    private bool IsUnchanged(MqttMessage message, TimeSpan quiet) =>
        _values.TryGetValue(message.Topic, out var last) && last.Hash == Hash(message) && time.GetElapsedTime(last.At) < quiet;
}
