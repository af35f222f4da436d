namespace Farlink.Protocol.Compression;

/// <summary>The last two binary payloads of each topic, in a ring, and the last octets of tagged fields.</summary>
internal sealed class MessageMemory
{
    private readonly byte[] _ring;
    private readonly Entry[] _topics;
    private readonly ulong[] _values;
    private readonly byte[] _lengths;
    private readonly int _topicShift;
    private readonly int _valueShift;
    private Entry _current;
    private long _start;
    private long _end;

    public MessageMemory(ModelSize size)
    {
        _ring = new byte[1 << (16 - size.Less)];
        _topics = new Entry[1 << (9 - size.Less)];
        _values = new ulong[1 << (13 - size.Less)];
        _lengths = new byte[_values.Length];
        _topicShift = 32 - (9 - size.Less);
        _valueShift = 32 - (13 - size.Less);
    }

    /// <summary>Octets held.</summary>
    public long Octets => _ring.Length + (_topics.LongLength * 32) + (9 * _values.LongLength);

    public void CopyFrom(MessageMemory other)
    {
        other._ring.CopyTo(_ring, 0);
        other._topics.CopyTo(_topics, 0);
        other._values.CopyTo(_values, 0);
        other._lengths.CopyTo(_lengths, 0);
        _end = other._end;
    }

    /// <summary>A payload of this topic begins.</summary>
    public void Begin(uint topic)
    {
        _start = _end;
        var entry = _topics[Hash.Add(topic, 5) >> _topicShift];
        _current = entry.Topic == topic ? entry : new Entry { Topic = topic };
    }

    /// <summary>Its next octet.</summary>
    public void Add(byte octet) => _ring[_end++ & (_ring.Length - 1)] = octet;

    /// <summary>It has ended.</summary>
    public void End() => _topics[Hash.Add(_current.Topic, 5) >> _topicShift] = new Entry
    {
        Topic = _current.Topic,
        Last = _start,
        LastLength = (int)(_end - _start),
        Before = _current.Last,
        BeforeLength = _current.LastLength,
    };

    /// <summary>The octet at this place of the last payload of the topic; -1 if there is none.</summary>
    public int Above(int offset) => At(_current.Last, _current.LastLength, offset);

    /// <summary>The octet at this place of the one before that; -1 if there is none.</summary>
    public int TwoAbove(int offset) => At(_current.Before, _current.BeforeLength, offset);

    /// <summary>The last octets of a field, the latest lowest.</summary>
    public ulong FieldOctets(uint field) => _values[field >> _valueShift];

    /// <summary>How many octets a field had.</summary>
    public int FieldLength(uint field) => _lengths[field >> _valueShift];

    /// <summary>A field has ended.</summary>
    public void SetField(uint field, ulong octets, int length)
    {
        _values[field >> _valueShift] = octets;
        _lengths[field >> _valueShift] = (byte)Math.Min(length, byte.MaxValue);
    }

    private int At(long start, int length, int offset) =>
        offset >= 0 && offset < length && _end - (start + offset) < _ring.Length
            ? _ring[(start + offset) & (_ring.Length - 1)] : -1;

    private struct Entry
    {
        public long Last;
        public long Before;
        public uint Topic;
        public int LastLength;
        public int BeforeLength;
    }
}
