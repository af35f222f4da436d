namespace Farlink.Protocol.Messages;

/// <summary>
/// The sender's view of the topics its receiver remembers: <see cref="RecordHead.TopicSlots"/> slots, the one used longest ago
/// is given to a new topic. A publisher with many topics takes slots from itself once it has its share.
/// </summary>
internal sealed class TopicTable
{
    /// <summary>Slots of one publisher: a quarter.</summary>
    private const int MostOfOne = RecordHead.TopicSlots / 4;

    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly string?[] _topics = new string?[RecordHead.TopicSlots];
    private readonly long[] _used = new long[RecordHead.TopicSlots];
    private readonly string?[] _owners = new string?[RecordHead.TopicSlots];
    private long _clock;

    /// <summary>The slot of a topic that the receiver knows.</summary>
    public bool TryFind(string topic, out int slot)
    {
        if (!_slots.TryGetValue(topic, out slot)) return false;
        _used[slot] = ++_clock;
        return true;
    }

    /// <summary>
    /// Takes the slot used longest ago for a topic whose text goes out; it counts once <see cref="Define"/> is called.
    /// </summary>
    /// <param name="owner">Who publishes under it; "" if unknown, then without a limit.</param>
    public int Claim(string owner)
    {
        var isFull = owner.Length > 0 && _owners.Count(one => one == owner) >= MostOfOne;
        var slot = -1;
        for (var i = 0; i < _used.Length; i++)
        {
            if (isFull && _owners[i] != owner) continue;
            if (slot < 0 || _used[i] < _used[slot]) slot = i;
        }

        _owners[slot] = owner;
        if (_topics[slot] is { } old) _slots.Remove(old);
        _topics[slot] = null;
        _used[slot] = ++_clock;
        return slot;
    }

    /// <summary>The message that carried the text is complete: from now on the slot is enough.</summary>
    public void Define(int slot, string topic)
    {
        if (_slots.TryGetValue(topic, out var other)) _topics[other] = null;
        if (_topics[slot] is { } old) _slots.Remove(old);
        _topics[slot] = topic;
        _slots[topic] = slot;
    }
}
