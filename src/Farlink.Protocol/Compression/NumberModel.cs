namespace Farlink.Protocol.Compression;

/// <summary>
/// Eight experts on the number that comes: four sources of a guess (the last number, the line through the last two, the change of
/// another number in this message, the mean) of three kinds of field (of the topic, of the thing the message names, of the key
/// alone), as far as they make sense.
/// </summary>
internal sealed class NumberModel
{
    /// <summary>Number of experts.</summary>
    public const int Experts = 8;

    private const int Sources = 3;
    private const int ByTopic = 0;
    private const int MostNumbers = 64;
    private const int ReferenceExpert = 5;
    private const int FirstMeanExpert = 6;
    private readonly NumberField[] _fields;
    private readonly int _shift;
    private readonly NumberExpert[] _experts = new NumberExpert[Experts];
    private readonly int[] _at = new int[Sources];
    private readonly uint[] _checks = new uint[Sources];
    private readonly long[] _changes = new long[MostNumbers];
    private readonly byte[] _decimals = new byte[MostNumbers];
    private int _numbers;

    public NumberModel(ModelSize size)
    {
        var log2 = 11 - size.Less;
        _fields = new NumberField[1 << log2];
        _shift = 32 - log2;
        for (var i = 0; i < Experts; i++) _experts[i] = new NumberExpert();
    }

    /// <summary>Octets held.</summary>
    public long Octets => _fields.LongLength * System.Runtime.CompilerServices.Unsafe.SizeOf<NumberField>();

    public NumberExpert this[int expert] => _experts[expert];

    /// <summary>The field of the topic.</summary>
    public ref NumberField Main => ref _fields[_at[ByTopic]];

    /// <summary>Whether a field was seen before.</summary>
    /// <param name="source">0 of the topic, 1 of the thing, 2 of the key.</param>
    public bool IsKnown(int source) => _fields[_at[source]].Check == _checks[source];

    /// <summary>The field on which an expert speaks.</summary>
    public ref NumberField FieldOf(int expert) => ref _fields[_at[expert switch
    {
        ReferenceExpert => ByTopic,
        >= FirstMeanExpert => expert - FirstMeanExpert,
        _ => expert / 2,
    }]];

    public void CopyFrom(NumberModel other)
    {
        other._fields.CopyTo(_fields, 0);
        for (var i = 0; i < Experts; i++) _experts[i].Shape.CopyFrom(other._experts[i].Shape);
        _numbers = 0;
    }

    /// <summary>Another message begins.</summary>
    public void BeginMessage() => _numbers = 0;

    /// <summary>Guesses the number that may begin now, from hashes of its three fields.</summary>
    public void Aim(uint byTopic, uint byThing, uint byKey)
    {
        foreach (var expert in _experts) expert.Silence();
        Locate(0, byTopic);
        Locate(1, byThing);
        Locate(2, byKey);
        for (var source = 0; source < Sources; source++)
        {
            if (!IsKnown(source)) continue;
            ref var field = ref _fields[_at[source]];
            _experts[2 * source].Aim(field.Last, field.AroundLast);
            if (source == Sources - 1) break;
            if (field.Count > 1) _experts[(2 * source) + 1].Aim(field.Last + field.Change, field.AroundLine);
            if (field.Count > 3) _experts[FirstMeanExpert + source].Aim(field.Mean >> 4, field.AroundMean);
        }

        ref var main = ref Main;
        if (IsKnown(ByTopic) && main.Count > 1 && main.Reference > 0 && main.Reference <= _numbers)
            _experts[ReferenceExpert].Aim(main.Last + ChangeOf(main.Reference, main.Decimals), main.AroundReference);
    }

    /// <summary>Weighs the digit that comes, all experts.</summary>
    public void Weigh(NumberScan number, bool isNegative)
    {
        for (var i = 0; i < Experts; i++)
            if (_experts[i].IsActive) _experts[i].Weigh(number, isNegative, FieldOf(i));
    }

    /// <summary>
    /// The last number of a field beside this one: how what has been read compares to it, its next digit, and the one after, as
    /// 256 x order + 16 x digit + digit. Below 256: nothing to compare with.
    /// </summary>
    /// <param name="source">0 of the topic, 1 of the thing.</param>
    /// <param name="isLine">Beside the line through the last two instead.</param>
    /// <param name="number">What has been read.</param>
    /// <param name="isNegative">Its sign, or that of the one that may begin.</param>
    public uint Align(int source, bool isLine, NumberScan number, bool isNegative)
    {
        if (!IsKnown(source)) return 0;
        ref var field = ref _fields[_at[source]];
        var value = isLine ? field.Last + field.Change : field.Last;
        if (value < 0 != isNegative) return 1;
        var read = number.IsActive ? number.IntegerDigits + number.FractionDigits : 0;
        var left = field.IntegerDigits + field.Decimals - read;
        if (left <= 0) return 2;
        if (left > NumberScan.MostDigits) return 3;
        var magnitude = Math.Abs(value);
        var unit = DecimalScale.Power(left - 1);
        var prefix = left == NumberScan.MostDigits ? 0 : magnitude / (unit * 10);
        var order = (uint)(Math.Clamp((number.IsActive ? number.Magnitude : 0) - prefix, -2, 2) + 3);
        var digit = (uint)(magnitude / unit % 10);
        var next = unit == 1 ? 10u : (uint)(magnitude / (unit / 10) % 10);
        return (order << 8) + (digit << 4) + next;
    }

    /// <summary>How the numbers of the topic's field usually move, in few steps; 0 if it is new.</summary>
    public uint Behaviour => IsKnown(ByTopic)
        ? (uint)(((Main.AroundLast.Scale >> 3) * 64) + ((Main.AroundLast.Zero >> 13) * 8) + Main.Decimals) : 0;

    /// <summary>A number has ended.</summary>
    public void Learn(NumberScan number)
    {
        if (number.IsTooLong) return;
        var value = number.IsNegative ? -number.Magnitude : number.Magnitude;
        long change = 0;
        for (var source = 0; source < Sources; source++)
        {
            ref var field = ref _fields[_at[source]];
            if (!IsKnown(source)) field = NewField(_checks[source], value, number);
            else if (source == ByTopic) change = Learn(source, ref field, value, number);
            else Learn(source, ref field, value, number);
        }

        if (_numbers == MostNumbers)
        {
            Array.Copy(_changes, 1, _changes, 0, MostNumbers - 1);
            Array.Copy(_decimals, 1, _decimals, 0, MostNumbers - 1);
            _numbers--;
        }

        _changes[_numbers] = change;
        _decimals[_numbers++] = Main.Decimals;
    }

    private static NumberField NewField(uint check, long value, NumberScan number) => new()
    {
        Check = check,
        Last = value,
        Mean = Math.Abs(value) < long.MaxValue / 320 ? value * 16 : 0,
        Decimals = (byte)number.FractionDigits,
        IntegerDigits = (byte)number.IntegerDigits,
        IsFixedWidth = number.HasLeadingZero,
        Count = 1,
        AroundLast = Spread.Unknown,
        AroundLine = Spread.Unknown,
        AroundReference = Spread.Unknown,
        AroundMean = Spread.Unknown,
    };

    private long Learn(int source, ref NumberField field, long value, NumberScan number)
    {
        if (number.FractionDigits > field.Decimals)
        {
            field.Last = DecimalScale.Convert(field.Last, field.Decimals, number.FractionDigits);
            field.Change = DecimalScale.Convert(field.Change, field.Decimals, number.FractionDigits);
            field.Mean = DecimalScale.Convert(field.Mean, field.Decimals, number.FractionDigits);
            field.Decimals = (byte)number.FractionDigits;
        }

        value = DecimalScale.Convert(value, number.FractionDigits, field.Decimals);
        var change = value - field.Last;
        field.AroundLast.Learn(change, field.Count, _experts[2 * source].Shape);
        if (source < Sources - 1)
        {
            if (field.Count > 1)
                field.AroundLine.Learn(change - field.Change, field.Count, _experts[(2 * source) + 1].Shape);
            if (field.Count > 3)
                field.AroundMean.Learn(value - (field.Mean >> 4), field.Count, _experts[FirstMeanExpert + source].Shape);
        }

        if (source == ByTopic) LearnReference(ref field, change);
        if (Math.Abs(value) < long.MaxValue / 320) field.Mean += ((value * 16) - field.Mean) / Math.Min(field.Count + 1, 12);
        field.Change = change;
        field.Last = value;
        field.IntegerDigits = (byte)number.IntegerDigits;
        field.IsFixedWidth = number.HasLeadingZero || (number.IntegerDigits > 1 && field.IsFixedWidth);
        if (field.Count < byte.MaxValue) field.Count++;
        return change;
    }

    /// <summary>Looks for the number before this one in the message that changed most alike.</summary>
    private void LearnReference(ref NumberField field, long change)
    {
        if (field.Reference > 0 && field.Reference <= _numbers)
        {
            var distance = change - ChangeOf(field.Reference, field.Decimals);
            field.AroundReference.Learn(distance, field.Count, _experts[ReferenceExpert].Shape);
        }

        if (change == 0) return;
        var best = 0;
        var bestError = Math.Abs(change) / 2;
        for (var back = 1; back <= 12 && back <= _numbers; back++)
        {
            var error = Math.Abs(change - ChangeOf(back, field.Decimals));
            if (back == field.Reference) error -= (error / 4) + 1;
            if (error >= bestError) continue;
            bestError = error;
            best = back;
        }

        if (best > 0) field.Reference = (byte)best;
    }

    private long ChangeOf(int back, int decimals) =>
        DecimalScale.Convert(_changes[_numbers - back], _decimals[_numbers - back], decimals);

    private void Locate(int source, uint hash)
    {
        _at[source] = (int)(hash >> _shift);
        _checks[source] = hash | 1;
    }
}
