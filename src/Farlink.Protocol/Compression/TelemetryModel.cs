namespace Farlink.Protocol.Compression;

/// <summary>
/// Predicts the symbols of messages and learns from each. The same calls in the same order give the same predictions on every
/// machine: an encoder and a decoder that call it alike understand each other.
/// </summary>
internal sealed class TelemetryModel
{
    /// <summary>A guess this likely is asked for first: nearly every octet of a known layout is one decision.</summary>
    private const int SureFrom = 58000;

    private readonly MessageScan _head = new();
    private readonly MessageScan _body = new();
    private readonly ContextSet _contexts = new();
    private readonly TopicContexts _topics;
    private readonly TextContexts _texts;
    private readonly BinaryContexts _binaries;
    private readonly NumberModel _numbers;
    private readonly SymbolGuesses _guesses;
    private readonly DecisionModel _decisions;
    private readonly int _fields;
    private MessageScan _scan;
    private int _expected;

    /// <summary>Makes a model that knows nothing.</summary>
    public TelemetryModel(ModelSize size)
    {
        Size = size;
        _scan = _body;
        _topics = new TopicContexts(size);
        _texts = new TextContexts(size);
        _binaries = new BinaryContexts(size);
        _numbers = new NumberModel(size);
        _guesses = new SymbolGuesses(15 - size.Less);
        _decisions = new DecisionModel(size);
        _fields = MixerSets.Fields(size);
    }

    /// <summary>Its size.</summary>
    public ModelSize Size { get; }

    /// <summary>Octets of all tables.</summary>
    public long Octets =>
        _topics.Octets + _texts.Octets + _binaries.Octets + _numbers.Octets + _guesses.Octets + _decisions.Octets;

    /// <summary>Takes over all that another of the same size has learned.</summary>
    public void CopyFrom(TelemetryModel other)
    {
        _topics.CopyFrom(other._topics);
        _texts.CopyFrom(other._texts);
        _binaries.CopyFrom(other._binaries);
        _numbers.CopyFrom(other._numbers);
        _guesses.CopyFrom(other._guesses);
        _decisions.CopyFrom(other._decisions);
    }

    /// <summary>A section of a message begins.</summary>
    /// <param name="section">Which.</param>
    /// <param name="topic">Hash of the message's topic; in a topic, of the one before.</param>
    public void Begin(Section section, uint topic)
    {
        _scan.Begin(section, topic);
        _numbers.BeginMessage();
        _texts.BeginMessage();
        if (section == Section.Binary) _binaries.BeginMessage(topic);
    }

    /// <summary>Decisions made so far, and octets skipped: what the model has cost.</summary>
    public long Cost { get; private set; }

    /// <summary>A message of this topic is coded.</summary>
    public void NoteTopic(uint topic) => _topics.Note(topic);

    /// <summary>Reads an octet that both ends know already; nothing is learned from it.</summary>
    public void Skip(byte octet)
    {
        Cost++;
        switch (_scan.Section)
        {
            case Section.Binary:
                _binaries.Skip(_scan, octet);
                break;
            case Section.Topic:
                _scan.Next(octet);
                break;
            default:
                if (_scan.Section == Section.Text && !_scan.Number.IsActive) _texts.Aim(_numbers, _scan);
                _texts.Skip(_scan, octet);
                break;
        }
    }

    /// <summary>Codes a symbol that stands alone, 0 to 255; a section that is read meanwhile stays where it is.</summary>
    /// <param name="coder">Encoder or decoder.</param>
    /// <param name="context">What it is about.</param>
    /// <param name="symbol">The symbol; a decoder does not look at it.</param>
    public int CodeHead<TCoder>(TCoder coder, uint context, int symbol)
        where TCoder : IDecisionCoder
    {
        _scan = _head;
        _scan.Begin(Section.Head, context);
        symbol = Code(coder, symbol);
        _scan = _body;
        return symbol;
    }

    /// <summary>Codes a symbol.</summary>
    /// <param name="coder">Encoder or decoder.</param>
    /// <param name="symbol">The symbol; a decoder does not look at it.</param>
    /// <returns>The symbol.</returns>
    public int Code<TCoder>(TCoder coder, int symbol)
        where TCoder : IDecisionCoder
    {
        Prepare();
        var sure = _expected;
        if (sure >= 0 && Decide(coder, symbol == sure ? 1 : 0, Decision.Guess(sure)) == 1) symbol = sure;
        else symbol = CodeOther(coder, symbol, sure);
        Learn(symbol);
        return symbol;
    }

    private void Prepare()
    {
        switch (_scan.Section)
        {
            case Section.Binary:
                _binaries.Compute(_contexts, _scan);
                break;
            case Section.Topic:
                _topics.Compute(_contexts, _scan);
                break;
            case Section.Head:
                _topics.ComputeHead(_contexts, _scan.Topic);
                break;
            default:
                if (_scan.Section == Section.Text && !_scan.Number.IsActive) _texts.Aim(_numbers, _scan);
                _texts.Compute(_contexts, _scan, _numbers);
                break;
        }

        var kind = _scan.Number.IsActive ? 1 : _scan.Section == Section.Text ? 0 : _scan.Section == Section.Binary ? 2 : 3;
        _decisions.Begin(_scan.Section is Section.Head or Section.Topic);
        _guesses.Look(_contexts.GuessHashes, kind);
        _expected = _guesses.BestProbability > SureFrom ? _guesses.Best : -1;
    }

    private int CodeOther<TCoder>(TCoder coder, int symbol, int not)
        where TCoder : IDecisionCoder
    {
        if (_scan.Section == Section.Text && Decide(coder, Symbol.IsDigit(symbol) ? 1 : 0, Decision.Digit) == 1)
            return CodeDigit(coder, symbol, not);
        if (_scan.Section != Section.Head && Decide(coder, symbol >= Symbol.End ? 1 : 0, Decision.End) == 1)
            return not == Symbol.End ? Symbol.Pause : Symbol.End + Decide(coder, symbol == Symbol.Pause ? 1 : 0, Decision.Pause);
        var node = 1u;
        for (var bit = 7; bit >= 0; bit--) node = CodeBit(coder, symbol, not, bit, node);
        return (int)(node & 0xFF);
    }

    private int CodeDigit<TCoder>(TCoder coder, int symbol, int not)
        where TCoder : IDecisionCoder
    {
        var node = Decision.DigitTree;
        for (var bit = 3; bit >= 0; bit--)
        {
            // Behind the bit of 8 only 8 and 9 are left.
            if (bit is 2 or 1 && node >> (2 - bit) == ((Decision.DigitTree << 1) | 1)) node <<= 1;
            else node = CodeBit(coder, symbol, not, bit, node);
        }

        return (int)(node & 0xFF);
    }

    private uint CodeBit<TCoder>(TCoder coder, int symbol, int not, int bit, uint node)
        where TCoder : IDecisionCoder
    {
        // It is not the guess: should only the last bit be left, it is known.
        if (bit == 0 && not is >= 0 and < Symbol.End && node == (uint)(not | 256) >> 1) return (node << 1) | (uint)(~not & 1);
        return (node << 1) | (uint)Decide(coder, (symbol >> bit) & 1, node);
    }

    private int Decide<TCoder>(TCoder coder, int bit, uint node)
        where TCoder : IDecisionCoder
    {
        Cost++;
        var experts = _decisions.ExpertSpan;
        if (_scan.Section == Section.Text) _decisions.Experts.Text(experts, node, _scan, _numbers);
        else if (_scan.Section == Section.Binary) _decisions.Experts.Binary(experts, node, _binaries.Experts);
        else _decisions.Experts.Silence(experts);
        var sets = new MixerSets(node, _scan, _contexts, _guesses, _expected, _numbers, _fields);
        bit = coder.Code(bit, _decisions.Predict(node, _contexts, _guesses, sets, (byte)_scan.Last8));
        _decisions.Update(bit);
        return bit;
    }

    private void Learn(int symbol)
    {
        if (symbol == Symbol.Pause) return;
        _guesses.Update(_contexts.GuessHashes, symbol);
        if (symbol == Symbol.End)
        {
            if (_scan.Section == Section.Binary) _binaries.End();
            if (_scan.Number.IsActive && _scan.Section == Section.Text) _numbers.Learn(_scan.Number);
            return;
        }

        var octet = (byte)symbol;
        switch (_scan.Section)
        {
            case Section.Binary:
                _binaries.Learn(_scan, octet);
                break;
            case Section.Head:
                break;
            case Section.Topic:
                _topics.Learn(_scan.Prefix, octet);
                _scan.Next(octet);
                break;
            default:
                _texts.Learn(_scan, octet);
                if (_scan.NumberEnded && _scan.Section == Section.Text) _numbers.Learn(_scan.Number);
                break;
        }
    }
}
