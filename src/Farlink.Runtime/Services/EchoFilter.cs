using System.Security.Cryptography;
using Farlink.Protocol.Messages;

namespace Farlink.Runtime.Services;

/// <summary>
/// Keeps a route that goes both ways from becoming a loop: what we published at another broker comes back by our own subscription
/// once, and is not taken for somebody's message. Our own broker tells them apart by itself.
/// </summary>
internal sealed class EchoFilter(TimeProvider time)
{
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Dictionary<string, Queue<long>> _published = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, long At)> _order = new();
    private readonly Lock _lock = new();

    /// <summary>We are about to publish this.</summary>
    public void Note(MqttMessage message)
    {
        lock (_lock)
        {
            Forget();
            if (_order.Count >= MostRemembered) return;
            var name = Name(message);
            if (!_published.TryGetValue(name, out var times)) _published[name] = times = new Queue<long>();
            times.Enqueue(time.GetTimestamp());
            _order.Enqueue((name, time.GetTimestamp()));
        }
    }

    /// <summary>Whether this is what we published; then it is expected no more.</summary>
    public bool IsEcho(MqttMessage message)
    {
        lock (_lock)
        {
            Forget();
            var name = Name(message);
            if (!_published.TryGetValue(name, out var times) || !times.TryDequeue(out _)) return false;
            if (times.Count == 0) _published.Remove(name);
            return true;
        }
    }

    private void Forget()
    {
        while (_order.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) > Patience)
        {
            _order.Dequeue();
            if (!_published.TryGetValue(oldest.Name, out var times) || !times.TryPeek(out var at)) continue;
            if (time.GetElapsedTime(at) <= Patience) continue;
            times.Dequeue();
            if (times.Count == 0) _published.Remove(oldest.Name);
        }
    }

    private static string Name(MqttMessage message) =>
        $"{message.Topic}\0{Convert.ToHexString(SHA256.HashData(message.Payload.Span))}";
}
