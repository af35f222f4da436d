namespace Farlink.Protocol.Compression;

/// <summary>
/// Learned probabilities of small contexts: 22 bits of probability and a count of 10, in one number. The more it has seen, the
/// slower it moves, down to one part of a limit (an indirect map of Mahoney's PAQ6: what happened after this history so far?).
/// </summary>
internal sealed class AdaptiveMap
{
    private static readonly int[] Rates = MakeRates();
    private readonly uint[] _cells;

    /// <summary>Makes a map of even chances.</summary>
    public AdaptiveMap(int cells)
    {
        _cells = new uint[cells];
        Array.Fill(_cells, 1u << 31);
    }

    /// <summary>Octets held.</summary>
    public long Octets => 4 * _cells.LongLength;

    public void CopyFrom(AdaptiveMap other) => other._cells.CopyTo(_cells, 0);

    /// <summary>Sets what a cell begins with.</summary>
    /// <param name="cell">Which.</param>
    /// <param name="probability">16 bits.</param>
    /// <param name="weight">How much has been seen already.</param>
    public void Set(int cell, int probability, int weight) =>
        _cells[cell] = ((uint)probability << 16 & 0xFFFFFC00) | (uint)weight;

    /// <summary>Probability of 1, 16 bits.</summary>
    public int Probability(int cell) => (int)(_cells[cell] >> 16);

    /// <summary>Learns.</summary>
    public void Update(int cell, int bit, int limit)
    {
        var value = _cells[cell];
        var count = (int)(value & 1023);
        var p = (int)(value >> 10);
        var target = bit == 0 ? 0 : (1 << 22) - 1;
        p += (int)(((long)(target - p) * Rates[count]) >> 16);
        if (count < limit) count++;
        _cells[cell] = ((uint)p << 10) | (uint)count;
    }

    /// <summary>1 / (n + 1.5) in 2^-16.</summary>
    private static int[] MakeRates()
    {
        var rates = new int[1024];
        for (var n = 0; n < rates.Length; n++) rates[n] = (2 << 16) / ((2 * n) + 3);
        return rates;
    }
}
