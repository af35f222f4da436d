namespace Farlink.Protocol.Compression;

/// <summary>A guess of a number, and from it the probabilities of the next digit and of the number's end.</summary>
internal sealed class NumberExpert
{
    private readonly long[] _masses = new long[10];
    private long _guess;
    private int _scale;
    private long _zero, _up, _down;

    /// <summary>How distances from the guess are distributed.</summary>
    public DeltaShape Shape { get; } = new();

    /// <summary>Whether it has a guess.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Mass of the number's end.</summary>
    public long End { get; private set; }

    /// <summary>Mass of all digits.</summary>
    public long Digits { get; private set; }

    /// <summary>Mass of a digit.</summary>
    public long this[int digit] => _masses[digit];

    /// <summary>It has nothing to say.</summary>
    public void Silence() => IsActive = false;

    /// <summary>Guesses.</summary>
    public void Aim(long guess, in Spread spread)
    {
        IsActive = true;
        _guess = guess;
        _scale = spread.Scale;
        _zero = spread.Zero;
        var rest = Logistic.One - spread.Zero;
        _up = (long)rest * spread.Up >> 16;
        _down = rest - _up;
    }

    /// <summary>Weighs what may come next.</summary>
    /// <param name="number">What has been read of it.</param>
    /// <param name="isNegative">Its sign, or that of the one that may begin.</param>
    /// <param name="field">The field.</param>
    public void Weigh(NumberScan number, bool isNegative, in NumberField field)
    {
        Array.Clear(_masses);
        End = 0;
        if (number.IsActive && number.HasPoint) WeighFraction(number, isNegative, field.Decimals);
        else WeighInteger(number, isNegative, field);
        Digits = 0;
        foreach (var mass in _masses) Digits += mass;
    }

    private void WeighFraction(NumberScan number, bool isNegative, int decimals)
    {
        var left = decimals - number.FractionDigits;
        if (left <= 0 || number.IntegerDigits + decimals > NumberScan.MostDigits)
        {
            IsActive = left == 0;
            End = IsActive ? 1 : 0;
            return;
        }

        var unit = DecimalScale.Power(left - 1);
        for (var digit = 0; digit < 10; digit++)
            _masses[digit] = Mass(((number.Magnitude * 10) + digit) * unit, unit, isNegative) + 1;
        if (number.FractionDigits == 0) return;

        // Zeros at the end are not written: the number that ends here is the lowest of those that go on with 0.
        End = Mass(number.Magnitude * unit * 10, 1, isNegative) + 1;
        _masses[0] = Math.Max(1, _masses[0] - End);
    }

    private void WeighInteger(NumberScan number, bool isNegative, in NumberField field)
    {
        var prefix = number.IsActive ? number.Magnitude : 0;
        var read = number.IsActive ? number.IntegerDigits : 0;
        var usual = (int)field.IntegerDigits;
        var around = field.IsFixedWidth ? 0 : 1;
        var one = DecimalScale.Power(field.Decimals);
        for (var length = Math.Max(usual - around, read + 1); length <= usual + around; length++)
        {
            if (length + field.Decimals > NumberScan.MostDigits) break;
            var unit = DecimalScale.Power(length - read - 1) * one;
            var first = read == 0 && length > 1 && !field.IsFixedWidth ? 1 : 0;
            for (var digit = first; digit < 10; digit++) _masses[digit] += Mass(((prefix * 10) + digit) * unit, unit, isNegative);
        }

        for (var digit = 0; digit < 10; digit++) _masses[digit]++;
        if (read > 0 && (!field.IsFixedWidth || read >= usual)) End = Mass(prefix * one, one, isNegative) + 1;
    }

    private long Mass(long from, long width, bool isNegative)
    {
        var to = from + width - 1;
        return isNegative ? Between(-to, -from) : Between(from, to);
    }

    private long Between(long from, long to) => Math.Max(0, UpTo(to) - UpTo(from - 1));

    /// <summary>Mass of numbers up to one, of about 2^40.</summary>
    private long UpTo(long number)
    {
        var d = number - _guess;
        return d >= 0
            ? ((_down + _zero) << 24) + (_up * Shape.UpTo((ulong)d, _scale))
            : (_down << 24) - (_down * Shape.UpTo((ulong)(-d - 1), _scale));
    }
}
