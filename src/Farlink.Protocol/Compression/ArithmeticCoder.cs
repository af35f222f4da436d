namespace Farlink.Protocol.Compression;

/// <summary>Codes decisions: an encoder takes them, a decoder gives them. One model drives both.</summary>
internal interface IDecisionCoder
{
    /// <summary>Decisions that certainly still fit into the chunk, whatever their probabilities.</summary>
    int Guaranteed { get; }

    /// <summary>Bits used so far, rounded down.</summary>
    int UsedBits { get; }

    /// <summary>Codes a decision.</summary>
    /// <param name="bit">The decision, 0 or 1; a decoder does not look at it.</param>
    /// <param name="probability">That it is 1, in 2^-16, 1 to 65,535.</param>
    /// <returns>The decision.</returns>
    int Code(int bit, int probability);
}

/// <summary>Writes a chunk (<see cref="CodingInterval"/>).</summary>
internal sealed class ArithmeticEncoder : IDecisionCoder
{
    private byte[] _octets = new byte[256];
    private CodingInterval _interval;
    private int _count;

    /// <inheritdoc/>
    public int Guaranteed => _interval.Guaranteed;

    /// <inheritdoc/>
    public int UsedBits => _interval.UsedBits;

    /// <summary>From now on the chunk is limited; 0: it is not.</summary>
    public void Limit(int limitOctets) => _interval.Limit(limitOctets);

    /// <summary>Begins a chunk of at most so many octets; 0: no limit.</summary>
    public void Begin(int limitOctets)
    {
        _interval = new CodingInterval(limitOctets);
        _count = 0;
    }

    /// <inheritdoc/>
    public int Code(int bit, int probability)
    {
        _interval.Narrow(bit, probability);
        while (_interval.TryShift(out var octet)) Write(octet);
        return bit;
    }

    /// <summary>Octets of the chunk if it ended here.</summary>
    public int EndOctets
    {
        get
        {
            var octets = Shortest(out var number);
            var length = _count + octets;
            for (; length > 0; length--)
            {
                var octet = length > _count ? (byte)(number >> (56 - (8 * (length - _count - 1)))) : _octets[length - 1];
                if (octet != 0) break;
            }

            return length;
        }
    }

    /// <summary>Ends the chunk with the fewest octets that lie in the interval; zeros at the end are left off.</summary>
    public ReadOnlySpan<byte> End()
    {
        var octets = Shortest(out var number);
        for (var i = 0; i < octets; i++) Write((byte)(number >> (56 - (8 * i))));
        while (_count > 0 && _octets[_count - 1] == 0) _count--;
        return _octets.AsSpan(0, _count);
    }

    private int Shortest(out ulong number)
    {
        var octets = 0;
        while (!_interval.TryFind(octets, out number)) octets++;
        return octets;
    }

    private void Write(byte octet)
    {
        if (_count == _octets.Length) Array.Resize(ref _octets, 2 * _count);
        _octets[_count++] = octet;
    }
}

/// <summary>Reads a chunk, and zeros behind it.</summary>
internal sealed class ArithmeticDecoder : IDecisionCoder
{
    private byte[] _octets = [];
    private CodingInterval _interval;
    private ulong _value;
    private int _length;
    private int _next;

    /// <inheritdoc/>
    public int Guaranteed => _interval.Guaranteed;

    /// <inheritdoc/>
    public int UsedBits => _interval.UsedBits;

    /// <summary>Begins a chunk; its limit is not known yet.</summary>
    public void Begin(ReadOnlySpan<byte> octets)
    {
        if (_octets.Length < octets.Length) _octets = new byte[Math.Max(256, octets.Length)];
        octets.CopyTo(_octets);
        _length = octets.Length;
        _interval = new CodingInterval(0);
        _value = 0;
        _next = 0;
        for (var i = 0; i < 8; i++) Read();
    }

    /// <summary>The chunk has told its limit.</summary>
    public void Limit(int limitOctets) => _interval.Limit(limitOctets);

    /// <inheritdoc/>
    public int Code(int bit, int probability)
    {
        bit = _interval.NarrowTo(_value, probability);
        while (_interval.TryShift(out _)) Read();
        return bit;
    }

    private void Read()
    {
        _value = (_value << 8) | (_next < _length ? _octets[_next] : 0u);
        _next++;
    }
}
