using System.Text;
using MQTTnet;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// Bounds what clients have the broker retain, which the library keeps without limit. One user has at most a quarter, so that
/// one device cannot lock the others out. Thread-safe.
/// </summary>
/// <remarks>
/// A topic is entered before its message is retained, and struck off only by a look at what the broker really holds: so the book
/// has no less than the broker, but for what is under way during that look, which the next one finds.
/// </remarks>
/// <param name="limits">How much.</param>
/// <param name="held">What the broker holds.</param>
/// <param name="time">Clock for <see cref="LookEvery"/>.</param>
internal sealed class RetainedBook(BrokerLimits limits, Func<Task<IList<MqttApplicationMessage>>> held, TimeProvider time)
{
    /// <summary>A look goes through everything: not more often than that.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private const int Quarter = 4;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Sum> _users = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private Sum _all = new();
    private long? _lastLook;

    /// <summary>Enters a message that is to be retained; says why it may not be, or null.</summary>
    public async ValueTask<string?> EnterAsync(string? user, MqttApplicationMessage message)
    {
        // An empty one clears its topic.
        if (!message.Retain || message.Payload.IsEmpty) return null;
        var octets = OctetsOf(message);
        if (TryEnter(user ?? "", message.Topic, octets) is not { } full) return null;
        if (!MayLook()) return full;
        Correct(await held());
        return TryEnter(user ?? "", message.Topic, octets);
    }

    private static long OctetsOf(MqttApplicationMessage message) =>
        Encoding.UTF8.GetByteCount(message.Topic) + message.Payload.Length
        + (message.ContentType?.Length ?? 0) + (message.ResponseTopic?.Length ?? 0) + (message.CorrelationData?.Length ?? 0)
        + (message.UserProperties?.Sum(pair => (long)pair.Name.Length + pair.ValueBuffer.Length) ?? 0);

    private static void Add(Sum sum, Entry entry, int sign)
    {
        sum.Count += sign;
        sum.Octets += sign * entry.Octets;
    }

    private bool IsOver(Sum sum, int share, bool isNew, long moreOctets) =>
        (isNew && sum.Count >= limits.MostRetained / share)
        || (moreOctets > 0 && sum.Octets + moreOctets > limits.MostRetainedOctets / share);

    private string Explain(string who, int share) =>
        $"{who} too much retained already (at most {limits.MostRetained / share} messages, "
        + $"{limits.MostRetainedOctets / share} octets)";

    private string? TryEnter(string user, string topic, long octets)
    {
        lock (_lock)
        {
            var before = _entries.GetValueOrDefault(topic);
            var own = before?.User == user ? before : null;
            var sum = _users.GetValueOrDefault(user) ?? new Sum();
            if (IsOver(sum, Quarter, own is null, octets - (own?.Octets ?? 0))) return Explain("its user has", Quarter);
            if (IsOver(_all, 1, before is null, octets - (before?.Octets ?? 0))) return Explain("the broker has", 1);
            Set(topic, new Entry(user, octets));
            return null;
        }
    }

    private bool MayLook()
    {
        lock (_lock)
        {
            if (_lastLook is { } last && time.GetElapsedTime(last) < LookEvery) return false;
            _lastLook = time.GetTimestamp();
            return true;
        }
    }

    private void Correct(IList<MqttApplicationMessage> real)
    {
        lock (_lock)
        {
            var before = new Dictionary<string, Entry>(_entries, StringComparer.Ordinal);
            _entries.Clear();
            _users.Clear();
            _all = new Sum();
            foreach (var message in real)
            {
                // What is not in the book is Farlink's own, or was under way at the last look.
                var user = before.GetValueOrDefault(message.Topic)?.User ?? EmbeddedBroker.OwnClientId;
                Set(message.Topic, new Entry(user, OctetsOf(message)));
            }
        }
    }

    private void Set(string topic, Entry entry)
    {
        if (_entries.TryGetValue(topic, out var before))
        {
            Add(_all, before, -1);
            Add(_users[before.User], before, -1);
        }

        if (!_users.TryGetValue(entry.User, out var sum)) _users.Add(entry.User, sum = new Sum());
        _entries[topic] = entry;
        Add(_all, entry, 1);
        Add(sum, entry, 1);
    }

    private sealed record Entry(string User, long Octets);

    private sealed class Sum
    {
        public int Count { get; set; }

        public long Octets { get; set; }
    }
}
