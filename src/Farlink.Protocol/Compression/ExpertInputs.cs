namespace Farlink.Protocol.Compression;

/// <summary>
/// What experts on numbers and octets say of a decision, as inputs: each as it says, and as it came true when it said so.
/// </summary>
internal sealed class ExpertInputs
{
    /// <summary>Inputs that it fills: two an expert.</summary>
    public const int Inputs = 2 * NumberModel.Experts;

    private const int Steps = 64;
    private const int Ages = 4;
    private const int NumberKinds = 3;
    private const int OctetKinds = 9;
    private const int Limit = 250;
    private readonly AdaptiveMap _numberMap = NewMap(NumberModel.Experts * NumberKinds);
    private readonly AdaptiveMap _octetMap = NewMap(OctetExperts.Count * OctetKinds);
    private readonly int[] _cells = new int[NumberModel.Experts];
    private bool _isBinary;
    private bool _isWeighed;

    /// <summary>Octets held.</summary>
    public long Octets => _numberMap.Octets + _octetMap.Octets;

    public void CopyFrom(ExpertInputs other)
    {
        _numberMap.CopyFrom(other._numberMap);
        _octetMap.CopyFrom(other._octetMap);
    }

    /// <summary>Another symbol: what was weighed is old.</summary>
    public void Begin() => _isWeighed = false;

    /// <summary>Fills in what experts say of a decision about text.</summary>
    public void Text(Span<int> inputs, uint node, MessageScan scan, NumberModel numbers)
    {
        _isBinary = false;
        var isAsked = IsAboutNumbers(node, scan);
        if (isAsked && !_isWeighed)
        {
            numbers.Weigh(scan.Number, scan.Number.IsActive ? scan.Number.IsNegative : scan.IsMinus);
            _isWeighed = true;
        }

        for (var i = 0; i < NumberModel.Experts; i++)
        {
            var probability = isAsked && numbers[i].IsActive ? Probability(numbers[i], node) : 0;
            var kind = node == Decision.Digit ? 1 : Decision.IsWhole(node) ? 0 : 2;
            var age = probability == 0 ? 0 : Math.Min(Ages - 1, numbers.FieldOf(i).Count >> 2);
            Fill(inputs, i, probability, _numberMap, (((i * NumberKinds) + kind) * Ages) + age);
        }
    }

    /// <summary>Fills in what experts say of a decision about an octet.</summary>
    public void Binary(Span<int> inputs, uint node, OctetExperts octets)
    {
        _isBinary = true;
        inputs.Clear();
        var isAsked = node < Decision.Guess(Symbol.End);
        for (var i = 0; i < OctetExperts.Count; i++)
        {
            var probability = isAsked && octets[i].IsActive ? Probability(octets[i], node) : 0;
            var age = probability == 0 ? 0 : Math.Min(Ages - 1, octets.FieldOf(i).Count >> 2);
            Fill(inputs, i, probability, _octetMap, (((i * OctetKinds) + Math.Min(8, Decision.Kind(node))) * Ages) + age);
        }
    }

    /// <summary>They have nothing to say.</summary>
    public void Silence(Span<int> inputs)
    {
        inputs.Clear();
        Array.Fill(_cells, -1);
    }

    /// <summary>Learns.</summary>
    public void Update(int bit)
    {
        var map = _isBinary ? _octetMap : _numberMap;
        var count = _isBinary ? OctetExperts.Count : NumberModel.Experts;
        for (var i = 0; i < count; i++)
            if (_cells[i] >= 0) map.Update(_cells[i], bit, Limit);
    }

    private void Fill(Span<int> inputs, int expert, int probability, AdaptiveMap map, int context)
    {
        _cells[expert] = -1;
        var raw = 0;
        var refined = 0;
        if (probability > 0)
        {
            raw = Logistic.Stretch(probability);
            _cells[expert] = (context * Steps) + Math.Clamp((raw / 64) + (Steps / 2), 0, Steps - 1);
            refined = Logistic.Stretch(map.Probability(_cells[expert]));
        }

        inputs[2 * expert] = raw;
        inputs[(2 * expert) + 1] = refined;
    }

    private static AdaptiveMap NewMap(int contexts)
    {
        var map = new AdaptiveMap(contexts * Ages * Steps);
        for (var i = 0; i < contexts * Ages * Steps; i++) map.Set(i, Logistic.Squash(((i % Steps) - (Steps / 2)) * 64), 6);
        return map;
    }

    private static bool IsAboutNumbers(uint node, MessageScan scan)
    {
        if (node == Decision.Digit) return scan.Number.IsActive;
        if (node >= Decision.End) return false;
        if (node >= Decision.FirstGuess) return scan.Number.IsActive || Symbol.IsDigit((int)(node - Decision.FirstGuess));
        return node >= Decision.DigitTree && node >> (27 - int.LeadingZeroCount((int)node)) == Decision.DigitTree;
    }

    private static int Probability(NumberExpert expert, uint node)
    {
        long part = 0;
        var all = expert.Digits + expert.End;
        if (node == Decision.Digit)
        {
            part = expert.Digits;
        }
        else if (node >= Decision.FirstGuess)
        {
            var symbol = (int)(node - Decision.FirstGuess);
            part = Symbol.IsDigit(symbol) ? expert[symbol - '0'] : expert.End;
        }
        else
        {
            var depth = 27 - int.LeadingZeroCount((int)node);
            var from = (int)(node << (4 - depth)) & 15;
            var width = 16 >> depth;
            all = 0;
            for (var digit = from; digit < from + width && digit < 10; digit++)
            {
                all += expert[digit];
                if (digit >= from + (width / 2)) part += expert[digit];
            }
        }

        return Ratio(part, all);
    }

    private static int Probability(OctetExpert expert, uint node)
    {
        if (node >= Decision.FirstGuess)
        {
            var symbol = (int)(node - Decision.FirstGuess);
            return Ratio(expert.Between(symbol, symbol), expert.Between(0, 255));
        }

        var depth = 31 - int.LeadingZeroCount((int)node);
        var from = (int)(node << (8 - depth)) & 0xFF;
        var width = 256 >> depth;
        var upper = expert.Between(from + (width / 2), from + width - 1);
        return Ratio(upper, upper + expert.Between(from, from + (width / 2) - 1));
    }

    /// <summary>A part of masses of up to 2^44 as a probability of 16 bits, not too sure; 0 if there is no mass.</summary>
    private static int Ratio(long part, long all)
    {
        if (all <= 0) return 0;
        var shift = Math.Max(0, 18 - (int)long.LeadingZeroCount(all));
        return (int)Math.Clamp(((part >> shift) << 16) / Math.Max(1, all >> shift), 16, Logistic.One - 16);
    }
}
