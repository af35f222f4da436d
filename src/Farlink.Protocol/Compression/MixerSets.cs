namespace Farlink.Protocol.Compression;

/// <summary>
/// Which sets of weights a decision uses: by the decision itself, by field, by the state of the reader, by the guesses that
/// agree, and by the octet before or how a number stands beside the last. Each sees one side of what is reliable just now.
/// </summary>
internal readonly ref struct MixerSets
{
    /// <summary>Sets of the last stage.</summary>
    public const int Finals = 2 * Sections;

    private const int Sections = 5;
    private const int NodeSets = 304;
    private const int StateSets = 240;
    private const int ManyFields = 256;
    private const int AgreeSets = 64 * 5;
    private const int OctetSets = 512, FewOctetSets = 128, DigitSets = 256;
    private readonly int _node, _field, _state, _agree, _octet;

    public MixerSets(
        uint node, MessageScan scan, ContextSet contexts, SymbolGuesses guesses, int expected, NumberModel numbers, int fields)
    {
        var whole = Decision.IsWhole(node);
        var isBinary = scan.Section == Section.Binary;
        var wholeSet = node >= Decision.End ? 20 + (int)(node - Decision.End) : 256 + guesses.BestDoubt;
        if (node >= Decision.End) wholeSet += 256;
        _node = (whole ? wholeSet : (int)node) + (isBinary ? NodeSets : 0);
        _field = (int)(((contexts.Field * 2) + (whole ? 1u : 0)) % (uint)fields);
        _state = (2 * StateOf(scan, numbers)) + (whole ? 1 : 0);
        var side = node >= Decision.End ? 4 : (whole ? 1 : 0) + (isBinary ? 2 : 0);
        _agree = Agreement(node, guesses, expected, whole) + (64 * side);
        _octet = OctetOf(scan, numbers, fields < ManyFields ? FewOctetSets : OctetSets) + (whole ? 1 : 0);
        Final = (int)scan.Section + (whole ? Sections : 0);
    }

    /// <summary>The set of the last stage.</summary>
    public int Final { get; }

    /// <summary>Sets of each selector.</summary>
    public static int[] Sizes(ModelSize size) =>
        [2 * NodeSets, Fields(size), 2 * StateSets, AgreeSets, (size.IsSmall ? FewOctetSets : OctetSets) + DigitSets];

    /// <summary>Sets for fields.</summary>
    public static int Fields(ModelSize size) => size.IsSmall ? 64 : ManyFields;

    public void Choose(Mixer mixer)
    {
        mixer.Choose(0, _node);
        mixer.Choose(1, _field);
        mixer.Choose(2, _state);
        mixer.Choose(3, _agree);
        mixer.Choose(4, _octet);
    }

    private static int StateOf(MessageScan scan, NumberModel numbers)
    {
        if (scan.Section != Section.Text) return 160 + ((int)scan.Section * 16) + Math.Min(15, scan.Offset);
        var number = scan.Number;
        if (!number.IsActive)
            return (scan.InString ? 1 : 0) + (scan.IsKey ? 2 : 0) + (scan.IsJson ? 4 : 0) + (Math.Min(3, scan.TokenLength) * 8);
        var experts = (numbers[0].IsActive ? 1 : 0) + (numbers[1].IsActive ? 2 : 0) + (numbers[2].IsActive ? 4 : 0)
            + (numbers[5].IsActive ? 8 : 0);
        var digits = number.HasPoint ? 4 + Math.Min(3, number.FractionDigits) : Math.Min(3, number.IntegerDigits);
        return 32 + (experts * 8) + digits;
    }

    private static int Agreement(uint node, SymbolGuesses guesses, int expected, bool whole)
    {
        var agree = 0;
        for (var i = 0; i < ContextSet.Guesses; i++)
        {
            var symbol = guesses[i];
            if (symbol >= 0 && (whole ? symbol == expected : Decision.Says(symbol, node) >= 0)) agree |= 1 << i;
        }

        return agree;
    }

    private static int OctetOf(MessageScan scan, NumberModel numbers, int octets)
    {
        if (scan.Section != Section.Text || !scan.Number.IsActive) return (int)(scan.Last8 & 0xFF) * 2 % octets;
        var order = (int)(numbers.Align(0, false, scan.Number, scan.Number.IsNegative) >> 8);
        var left = !numbers.IsKnown(0) ? 8 : Math.Clamp(
            numbers.Main.Decimals - scan.Number.FractionDigits + (scan.Number.HasPoint ? 0 : 4), 0, 7);
        return octets + (((order * 16) + left) * 2);
    }
}
