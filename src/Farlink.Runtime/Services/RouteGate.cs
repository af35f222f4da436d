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

    /// <summary>Why a message does not pass now, or null; then it counts.</summary>
    public string? Hold(MqttMessage message)
    {
        lock (_lock)
        {
            if (route.UnchangedFor is { } quiet && message.Retain && IsUnchanged(message, quiet.ToTimeSpan())) return Unchanged;
            if (route.QuotaPerHour is not { } quota) return null;
            while (_passed.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Hour) _passed.Dequeue();
            if (_passed.Count >= quota) return $"the route's quota of {quota} an hour is used up";
            _passed.Enqueue(time.GetTimestamp());
            return null;
        }
    }

    /// <summary>The answer for a value that need not be sent again: nothing is lost, so nothing is told.</summary>
    public const string Unchanged = "unchanged";

    private bool IsUnchanged(MqttMessage message, TimeSpan quiet)
    {
        var hash = Convert.ToHexString(SHA256.HashData(message.Payload.Span));
        var isKnown = _values.TryGetValue(message.Topic, out var last);
        if (isKnown && last.Hash == hash && time.GetElapsedTime(last.At) < quiet) return true;
        if (_values.Count >= MostTopicsRemembered && !isKnown) return false;
        _values[message.Topic] = (hash, time.GetTimestamp());
        return false;
    }
}
