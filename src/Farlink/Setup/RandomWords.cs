namespace Farlink.Setup;

/// <summary>Passwords that a person can type from paper.</summary>
internal static class RandomWords
{
    /// <summary>32 characters, 5 bits each; without l, o, 0 and 1, which are mistaken for each other.</summary>
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    private const int Length = 16, GroupLength = 4;

    /// <summary>One of 80 bits, in groups of four: <c>k7mw-3xpa-...</c>.</summary>
    /// <param name="random">Gives so many random octets.</param>
    public static string Make(Func<int, byte[]> random)
    {
        var letters = string.Concat(random(Length).Select(octet => Alphabet[octet % Alphabet.Length]));
        return string.Join('-', letters.Chunk(GroupLength).Select(group => new string(group)));
    }
}
