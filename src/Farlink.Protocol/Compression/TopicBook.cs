namespace Farlink.Protocol.Compression;

/// <summary>
/// The topics both ends know, sorted by their octets. A known topic is coded by its branches alone: where all topics that begin
/// alike go on alike, nothing is coded. When it is full the one used longest ago gives way.
/// </summary>
internal sealed class TopicBook
{
    /// <summary>Most topics.</summary>
    public const int Most = 1024;
    private readonly List<Entry> _entries = new(64);
    private readonly Dictionary<string, int> _owned = new(StringComparer.Ordinal);
    private long _clock;
    private int _from, _to, _offset;

    /// <summary>How many are known.</summary>
    public int Count => _entries.Count;

    /// <summary>Begins to walk a known topic.</summary>
    public void Begin()
    {
        _from = 0;
        _to = _entries.Count;
        _offset = 0;
    }

    /// <summary>What all that are left have next, or <see cref="Symbol.End"/>; -1 if they differ.</summary>
    public int Common
    {
        get
        {
            var first = At(_from);
            return first == At(_to - 1) ? first : -1;
        }
    }

    /// <summary>A symbol that leads on: this one, or the first that does, should a decoder have read nonsense.</summary>
    public int Nearest(int symbol)
    {
        for (var i = _from; i < _to; i++)
            if (At(i) == symbol) return symbol;
        return At(_from);
    }

    /// <summary>Goes on with a symbol that leads on.</summary>
    public void Step(int symbol)
    {
        while (At(_from) != symbol) _from++;
        while (At(_to - 1) != symbol) _to--;
        _offset++;
    }

    /// <summary>How many symbols the walk to a topic that is known takes; for one that is not, as far as it goes along.</summary>
    public int Branches(ReadOnlySpan<byte> topic)
    {
        if (_entries.Count == 0) return 0;
        Begin();
        var branches = 0;
        for (var i = 0; i <= topic.Length; i++)
        {
            var symbol = i < topic.Length ? topic[i] : Symbol.End;
            if (Common < 0) branches++;
            if (Nearest(symbol) != symbol) break;
            Step(symbol);
        }

        return branches;
    }

    private int At(int index)
    {
        var octets = _entries[index].Octets;
        return _offset < octets.Length ? octets[_offset] : Symbol.End;
    }

    /// <summary>Whether a topic is known.</summary>
    public bool Contains(ReadOnlySpan<byte> topic) => Find(topic) >= 0;

    /// <summary>A topic was used, and is known from now on.</summary>
    public void Use(ReadOnlySpan<byte> topic)
    {
        var at = Find(topic);
        if (at >= 0)
        {
            _entries[at].Used = ++_clock;
            return;
        }

        if (_entries.Count == Most)
        {
            var oldest = 0;
            for (var i = 1; i < _entries.Count; i++) if (_entries[i].Used < _entries[oldest].Used) oldest = i;
            Disown(_entries[oldest]);
            _entries.RemoveAt(oldest);
            at = Find(topic);
        }

        _entries.Insert(~at, new Entry(topic.ToArray()) { Used = ++_clock });
    }

    /// <summary>
    /// Whether a publisher has its share of topics, a quarter, and this one would be another. At the encoder only.
    /// </summary>
    public bool IsShareTaken(string publisher, ReadOnlySpan<byte> topic) =>
        publisher.Length > 0 && _owned.GetValueOrDefault(publisher) >= Most / 4 && !Contains(topic);

    /// <summary>A topic that is known is this publisher's, unless it has an owner. At the encoder only.</summary>
    public void Own(ReadOnlySpan<byte> topic, string publisher)
    {
        var at = Find(topic);
        if (at < 0 || publisher.Length == 0 || _entries[at].Owner.Length > 0) return;
        _entries[at].Owner = publisher;
        _owned[publisher] = _owned.GetValueOrDefault(publisher) + 1;
    }

    private void Disown(Entry entry)
    {
        if (entry.Owner.Length == 0) return;
        if (--_owned[entry.Owner] == 0) _owned.Remove(entry.Owner);
    }

    private int Find(ReadOnlySpan<byte> topic)
    {
        int low = 0, high = _entries.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = _entries[middle].Octets.AsSpan().SequenceCompareTo(topic);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    private sealed class Entry(byte[] octets)
    {
        public byte[] Octets { get; } = octets;
        public long Used { get; set; }

        public string Owner { get; set; } = "";
    }
}
