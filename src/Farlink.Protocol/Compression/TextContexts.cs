namespace Farlink.Protocol.Compression;

/// <summary>
/// Contexts of text: JSON, delimited lines, plain numbers, words. What matters is the place (topic, path of keys, token of the
/// value), what stood there before, and which thing the message speaks of.
/// </summary>
internal sealed class TextContexts
{
    /// <summary>Times a value must have been seen with its key to name a thing.</summary>
    private const int NamesFrom = 2;
    private readonly byte[] _seen;
    private readonly uint[] _values;
    private readonly uint[] _valuesBefore;
    private readonly int _shift;
    private uint _name;
    private uint _names;
    private uint _lastValue;

    public TextContexts(ModelSize size)
    {
        var log2 = 13 - size.Less;
        _seen = new byte[1 << log2];
        _values = new uint[1 << log2];
        _valuesBefore = new uint[1 << log2];
        _shift = 32 - log2;
    }

    /// <summary>Octets held.</summary>
    public long Octets => 9 * _seen.LongLength;

    public void CopyFrom(TextContexts other)
    {
        other._seen.CopyTo(_seen, 0);
        other._values.CopyTo(_values, 0);
        other._valuesBefore.CopyTo(_valuesBefore, 0);
    }

    /// <summary>Another message begins.</summary>
    public void BeginMessage() => _name = _names = _lastValue = 0;

    /// <summary>Guesses the number that may begin.</summary>
    public void Aim(NumberModel numbers, MessageScan scan) => numbers.Aim(
        Hash.Add(Hash.Add(scan.Topic, scan.Field), 1),
        Hash.Add(Hash.Add(_name, scan.Field), 2),
        Hash.Add(Hash.Add(scan.Key, (uint)scan.TokenIndex), 3));

    public void Compute(ContextSet set, MessageScan scan, NumberModel numbers)
    {
        var last8 = scan.Last8;
        var token = Hash.Add(scan.Token, (uint)scan.TokenLength);
        var place = Place(scan);
        var key = Hash.Add(scan.Key, (uint)scan.TokenIndex);
        var value = _values[place >> _shift];
        var before = _valuesBefore[place >> _shift];
        var thing = Hash.Add(scan.Path, _name);
        set.Begin(scan.Section, place);
        set.Add(place, token);
        set.Add(scan.Template, token);
        set.Add(Hash.Add(place, value), token);
        set.Add(key, token);
        set.Add(thing, token);
        set.Add((uint)last8 & 0xFFFFFF, 0);
        set.Add(Hash.Add(place, _lastValue), token);
        set.Add((uint)last8, (uint)(last8 >> 32) & 0xFFFF);
        set.Add((uint)last8 & 0xFF, 0);
        set.Add((uint)last8 & 0xFFFF, 0);
        set.Add((uint)last8, 0);
        set.Add(Hash.Add(scan.Template, _name), token);
        set.Add(scan.PreviousToken, token);
        set.Add(Hash.Add(scan.PreviousToken, scan.PreviousToken2), token);
        set.Add(Hash.Add(place, before), token);
        set.Add(place, (uint)scan.TokenLength);
        set.Add(key, (uint)scan.TokenLength);
        set.Add(Hash.Add(scan.Path, _names), token);
        set.Add(0, 0);

        set.AddGuess(place, token);
        set.AddGuess(scan.Template, token);
        set.AddGuess(key, token);
        set.AddGuess((uint)last8, (uint)(last8 >> 32) & 0xFF);
        set.AddGuess(thing, token);
        set.AddGuess(Hash.Add(place, value), token);
        if (scan.Section == Section.Text) AddNumbers(set, scan, numbers, place, key, token, thing);
    }

    /// <summary>Where the octet that comes stands: topic, path, token of the value.</summary>
    private static uint Place(MessageScan scan) => Hash.Add(Hash.Add(scan.Topic, scan.Path), (uint)scan.TokenIndex);

    /// <summary>
    /// Numbers beside the ones before: digit by digit, so that a step of a known size is known in every decade.
    /// </summary>
    private static void AddNumbers(
        ContextSet set, MessageScan scan, NumberModel numbers, uint place, uint key, uint token, uint thing)
    {
        var number = scan.Number;
        var isNegative = number.IsActive ? number.IsNegative : scan.IsMinus;
        var beside = numbers.Align(0, false, number, isNegative);
        var besideLine = numbers.Align(0, true, number, isNegative);
        var besideThing = numbers.Align(1, false, number, isNegative);
        var digits = number.IntegerDigits + (number.HasPoint ? 20 + number.FractionDigits : 0);
        var digit = number.IsActive ? (uint)digits << 16 : 40u;
        var decimals = (uint)number.FractionDigits;
        if (beside != 0)
        {
            set.Add(place, digit + (beside >> 4));
            set.Add(place, (beside << 8) + decimals);
            set.Add(key, digit + (beside >> 4));
            set.Add(numbers.Behaviour, (beside << 8) + decimals);
        }
        else
        {
            var octet = (uint)scan.Last8 & 0xFF;
            set.Add(octet + 1000, place);
            set.Add(octet + 2000, place);
            set.Add(octet + 3000, key);
            set.Add(octet + 4000, key);
        }

        if (besideLine != 0) set.Add(place, digit + (besideLine >> 4));
        else set.Add(place, token);
        if (besideThing != 0) set.Add(thing, digit + (besideThing >> 4));
        else set.Add(scan.Path, token);
    }

    /// <summary>Reads an octet on, and remembers the value that ends with it.</summary>
    public void Learn(MessageScan scan, byte octet) => Read(scan, octet, learns: true);

    /// <summary>Reads an octet on that was learned before.</summary>
    public void Skip(MessageScan scan, byte octet) => Read(scan, octet, learns: false);

    private void Read(MessageScan scan, byte octet, bool learns)
    {
        var place = Place(scan);
        scan.Next(octet);
        if (scan.EndedToken == 0) return;
        var value = Hash.Add(scan.EndedToken, 77);
        _lastValue = value;
        if (learns)
        {
            _valuesBefore[place >> _shift] = _values[place >> _shift];
            _values[place >> _shift] = value;
        }

        // A value with a digit that came before with its key may be a serial number: it names the thing from here on.
        ref var seen = ref _seen[Hash.Add(value, scan.Key) >> _shift];
        if (seen >= NamesFrom && scan.EndedHasDigit && scan.EndedLength >= 4) _name = value;
        if (seen > NamesFrom) _names = Hash.Add(_names, value);
        if (learns && seen < byte.MaxValue) seen++;
    }
}
