namespace Farlink.Protocol.Compression;

/// <summary>What is known of one octet of a layout.</summary>
internal struct OctetField
{
    /// <summary>Hash of the place.</summary>
    public ushort Check;

    /// <summary>Octets seen, to 255.</summary>
    public byte Count;

    /// <summary>How they lie around the guess.</summary>
    public Spread Around;
}

/// <summary>A guess of an octet, and from it the probabilities of all; the low octet of a number wraps around.</summary>
internal sealed class OctetExpert
{
    private int _guess;
    private bool _isWrapped;
    private int _scale;
    private long _zero, _up, _down;

    /// <summary>How distances from the guess are distributed.</summary>
    public DeltaShape Shape { get; } = new();

    /// <summary>Whether it has a guess.</summary>
    public bool IsActive { get; private set; }

    /// <summary>It has nothing to say.</summary>
    public void Silence() => IsActive = false;

    /// <summary>Guesses.</summary>
    public void Aim(int guess, bool isWrapped, in Spread spread)
    {
        IsActive = true;
        _guess = guess;
        _isWrapped = isWrapped;
        _scale = spread.Scale;
        _zero = spread.Zero;
        var rest = Logistic.One - spread.Zero;
        _up = (long)rest * spread.Up >> 16;
        _down = rest - _up;
    }

    /// <summary>Mass of the octets from one up to another, of about 2^40.</summary>
    public long Between(int from, int to)
    {
        var mass = Segment(from - _guess, to - _guess);
        if (_isWrapped) mass += Segment(from - _guess - 256, to - _guess - 256) + Segment(from - _guess + 256, to - _guess + 256);
        return mass + ((to - from + 1L) << 20);
    }

    /// <summary>Learns what came.</summary>
    public void Learn(int octet, ref OctetField field)
    {
        var distance = _isWrapped ? (sbyte)(octet - _guess) : octet - _guess;
        field.Around.Learn(distance, field.Count, Shape);
        if (field.Count < byte.MaxValue) field.Count++;
    }

    private long Segment(int from, int to) => Math.Max(0, UpTo(to) - UpTo(from - 1));

    private long UpTo(int d) => d >= 0
        ? ((_down + _zero) << 24) + (_up * Shape.UpTo((ulong)d, _scale))
        : (_down << 24) - (_down * Shape.UpTo((ulong)(-d - 1), _scale));
}

/// <summary>The experts on octets of binary payloads, by column of the topic's payloads and by tagged field.</summary>
internal sealed class OctetExperts
{
    /// <summary>Number of experts.</summary>
    public const int Count = 6;

    private readonly OctetField[] _fields;
    private readonly int _shift;
    private readonly OctetExpert[] _experts = new OctetExpert[Count];
    private readonly int[] _at = new int[Count];

    public OctetExperts(ModelSize size)
    {
        var log2 = 12 - size.Less;
        _fields = new OctetField[1 << log2];
        _shift = 32 - log2;
        for (var i = 0; i < Count; i++) _experts[i] = new OctetExpert();
    }

    /// <summary>Octets held.</summary>
    public long Octets => _fields.LongLength * System.Runtime.CompilerServices.Unsafe.SizeOf<OctetField>();

    public OctetExpert this[int expert] => _experts[expert];

    /// <summary>What an expert that is active knows of its place.</summary>
    public ref OctetField FieldOf(int expert) => ref _fields[_at[expert]];

    public void CopyFrom(OctetExperts other)
    {
        other._fields.CopyTo(_fields, 0);
        for (var i = 0; i < Count; i++) _experts[i].Shape.CopyFrom(other._experts[i].Shape);
    }

    /// <summary>None has anything to say.</summary>
    public void Silence()
    {
        foreach (var expert in _experts) expert.Silence();
    }

    /// <summary>An expert guesses.</summary>
    public void Aim(int expert, uint place, int guess, bool isWrapped)
    {
        var hash = Hash.Add(place, (uint)expert);
        _at[expert] = (int)(hash >> _shift);
        ref var field = ref _fields[_at[expert]];
        if (field.Check != (ushort)hash) field = new OctetField { Check = (ushort)hash, Around = Spread.Unknown };
        _experts[expert].Aim(guess, isWrapped, field.Around);
    }

    /// <summary>Learns what came.</summary>
    public void Learn(int octet)
    {
        for (var i = 0; i < Count; i++)
            if (_experts[i].IsActive) _experts[i].Learn(octet, ref _fields[_at[i]]);
    }
}
