namespace Farlink.Protocol.Compression;

/// <summary>
/// The interval of arithmetic coding (Witten, Neal, Cleary, 1987; in the carryless form of Mahoney's coders), 64 bits wide. The
/// likelier outcome takes the lower part, and zeros follow what was written: what went as expected to the last decision takes no
/// octet at all, and zeros behind a chunk change nothing. As a chunk with a limit fills up, unlikely outcomes are made less
/// costly, so that what has begun can always be ended inside the limit.
/// </summary>
internal struct CodingInterval
{
    /// <summary>Below so many bits left a decision costs at most 8, then 4.</summary>
    private const int Near = 384, VeryNear = 192, Reserve = 16;
    private ulong _low;
    private ulong _high;
    private int _shifted;
    private int _limitBits;

    public CodingInterval(int limitOctets)
    {
        _low = 0;
        _high = ulong.MaxValue;
        _shifted = 0;
        _limitBits = 0;
        Limit(limitOctets);
    }

    /// <summary>Bits that outcomes so far have cost, rounded down.</summary>
    public readonly int UsedBits => (8 * _shifted) + (int)ulong.LeadingZeroCount(_high - _low);

    /// <summary>Decisions that certainly still fit.</summary>
    public readonly int Guaranteed
    {
        get
        {
            var left = Left;
            return left > Near ? ((left - Near) / 16) + ((Near - VeryNear) / 8) + ((VeryNear - Reserve) / 4)
                : left > VeryNear ? ((left - VeryNear) / 8) + ((VeryNear - Reserve) / 4)
                : (left - Reserve) / 4;
        }
    }

    private readonly int Left => _limitBits == 0 ? int.MaxValue : _limitBits - UsedBits;

    /// <summary>Sets the limit; 0: none. One octet is kept for the end.</summary>
    public void Limit(int octets) => _limitBits = octets == 0 ? 0 : 8 * (octets - 1);

    /// <summary>Narrows to an outcome.</summary>
    public void Narrow(int bit, int probability)
    {
        var split = Split(probability, out var isOneLower);
        if ((bit == 1) == isOneLower) _high = split;
        else _low = split + 1;
    }

    /// <summary>Narrows to the outcome in which a number lies.</summary>
    public int NarrowTo(ulong number, int probability)
    {
        var split = Split(probability, out var isOneLower);
        var isLower = number <= split;
        if (isLower) _high = split;
        else _low = split + 1;
        return isLower == isOneLower ? 1 : 0;
    }

    /// <summary>Takes an octet off that both ends of the interval have in common.</summary>
    public bool TryShift(out byte octet)
    {
        octet = (byte)(_high >> 56);
        if ((byte)(_low >> 56) != octet) return false;
        _low <<= 8;
        _high = (_high << 8) | 0xFF;
        _shifted++;
        return true;
    }

    /// <summary>The smallest number of so many octets in the interval.</summary>
    public readonly bool TryFind(int octets, out ulong number)
    {
        var rest = octets == 0 ? ulong.MaxValue : octets == 8 ? 0 : ulong.MaxValue >> (8 * octets);
        number = _low <= ulong.MaxValue - rest ? (_low + rest) & ~rest : 0;
        return number >= _low && number <= _high;
    }

    private readonly ulong Split(int probability, out bool isOneLower)
    {
        isOneLower = probability >= Logistic.One / 2;
        var lower = isOneLower ? probability : Logistic.One - probability;
        var left = Left;
        if (left <= Near) lower = Math.Min(lower, Logistic.One - (Logistic.One >> (left > VeryNear ? 8 : 4)));
        var range = _high - _low;
        return _low + ((range >> 16) * (uint)lower) + (((range & 0xFFFF) * (uint)lower) >> 16);
    }
}
