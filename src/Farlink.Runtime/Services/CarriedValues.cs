using System.Buffers.Binary;
using System.Security.Cryptography;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Runtime.Services;

/// <summary>
/// The retained values that were carried last, across restarts. Bounded: the one carried longest ago is forgotten.
/// </summary>
internal sealed class CarriedValues(IReadOnlyList<StoreOperation.Carried> stored)
{
    private const int Most = 4096;
    private readonly Dictionary<string, StoreOperation.Carried> _values =
        stored.ToDictionary(value => value.Topic, StringComparer.Ordinal);

    private readonly Lock _lock = new();

    /// <summary>When this very value was carried as the last one of its topic; null if it was not.</summary>
    public Instant? CarriedAt(MqttMessage message)
    {
        lock (_lock) return _values.TryGetValue(message.Topic, out var last) && last.Hash == Hash(message) ? last.At : null;
    }

    /// <summary>What to commit with a value that is carried; <see cref="Note"/> it when that is done.</summary>
    public IReadOnlyList<StoreOperation> Carry(MqttMessage message, Instant now)
    {
        var carried = new StoreOperation.Carried(message.Topic, Hash(message), now);
        lock (_lock)
        {
            if (_values.Count < Most || _values.ContainsKey(message.Topic)) return [carried];
            return [carried, new StoreOperation.Forget(_values.MinBy(one => one.Value.At).Key)];
        }
    }

    /// <summary>That is on the disk.</summary>
    public void Note(IReadOnlyList<StoreOperation> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes)
            {
                if (change is StoreOperation.Carried carried) _values[carried.Topic] = carried;
                else if (change is StoreOperation.Forget forget) _values.Remove(forget.Topic);
            }
        }
    }

    private static long Hash(MqttMessage message) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(message.Payload.Span));
}
