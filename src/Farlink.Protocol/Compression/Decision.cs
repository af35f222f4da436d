namespace Farlink.Protocol.Compression;

/// <summary>
/// The decisions of which a symbol is made. First, where a guess is good enough, whether it is right; else in text whether a
/// digit comes, then whether the section ends or pauses, then the octet's bits from the highest, each a node of a tree.
/// </summary>
internal static class Decision
{
    /// <summary>Nodes below are the tree of bits: a one and the bits so far.</summary>
    public const uint FirstGuess = 256;

    /// <summary>Does the section end or pause here?</summary>
    public const uint End = 600;

    /// <summary>Does a digit come?</summary>
    public const uint Digit = 601;

    /// <summary>Of the two, does it pause?</summary>
    public const uint Pause = 602;

    /// <summary>The upper half of '0' to '9' as a node.</summary>
    public const uint DigitTree = 0b10011;

    /// <summary>Kinds of decisions, see <see cref="Kind"/>.</summary>
    public const int Kinds = 12;

    /// <summary>Is this symbol, the guess, right?</summary>
    public static uint Guess(int symbol) => FirstGuess + (uint)symbol;

    /// <summary>Whether it is not a bit of an octet.</summary>
    public static bool IsWhole(uint node) => node >= FirstGuess;

    /// <summary>Depth of a bit; 8 a guess, 9 the end, 10 a digit, 11 a pause.</summary>
    public static int Kind(uint node) => node switch
    {
        < FirstGuess => 31 - int.LeadingZeroCount((int)node),
        End => 9,
        Digit => 10,
        Pause => 11,
        _ => 8,
    };

    /// <summary>What a guessed symbol says of a decision: 0 or 1; -1 if it says nothing.</summary>
    public static int Says(int symbol, uint node)
    {
        if (node == End) return symbol == Symbol.End ? 1 : 0;
        if (node == Digit) return Symbol.IsDigit(symbol) ? 1 : 0;
        if (node == Pause) return -1;
        if (node >= FirstGuess) return symbol == (int)(node - FirstGuess) ? 1 : 0;
        if (symbol == Symbol.End) return -1;
        var depth = 31 - int.LeadingZeroCount((int)node);
        return (symbol | 256) >> (8 - depth) == node ? (symbol >> (7 - depth)) & 1 : -1;
    }
}

/// <summary>Symbols: octets and what is none.</summary>
internal static class Symbol
{
    /// <summary>The section ends.</summary>
    public const int End = 256;

    /// <summary>The chunk ends inside the section: it goes on in another.</summary>
    public const int Pause = 257;

    /// <summary>Whether it is '0' to '9'.</summary>
    public static bool IsDigit(int symbol) => symbol is >= '0' and <= '9';
}
