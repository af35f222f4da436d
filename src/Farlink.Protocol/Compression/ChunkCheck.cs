namespace Farlink.Protocol.Compression;

/// <summary>
/// The end of a chunk: as many bits of the text's hash as its last octets have room for, at most 16. Both ends know how many
/// from the chunk's length, so nothing announces them, and where they fit they cost nothing.
/// </summary>
internal static class ChunkCheck
{
    /// <summary>Bits after which a chunk counts as checked.</summary>
    public const int FullBits = 16;

    /// <summary>Octets that a coded chunk leaves free, so that there is always room for all of it.</summary>
    public const int Octets = 2;

    /// <summary>A bit may cost one more than it says, once, and the end of the code takes one.</summary>
    private const int KeptBits = 3;

    /// <summary>Octets of a chunk that has all bits.</summary>
    /// <param name="usedBits">Bits that its records used.</param>
    public static int OctetsOfWhole(int usedBits) => (usedBits + FullBits + KeptBits + 7) / 8;

    /// <summary>Codes what fits.</summary>
    /// <param name="coder">Encoder or decoder, after the last record.</param>
    /// <param name="octets">Octets of the chunk, padding included.</param>
    /// <param name="check">The hash as this end has it.</param>
    /// <param name="isEqual">Whether the other end has the same, as far as it has told.</param>
    /// <returns>Bits coded.</returns>
    public static int Code<TCoder>(TCoder coder, int octets, int check, out bool isEqual)
        where TCoder : IDecisionCoder
    {
        isEqual = true;
        var bits = 0;
        for (; bits < FullBits && coder.UsedBits <= (8 * octets) - KeptBits; bits++)
        {
            var bit = check >> (FullBits - 1 - bits) & 1;
            isEqual &= coder.Code(bit, Logistic.One / 2) == bit;
        }

        return bits;
    }
}
