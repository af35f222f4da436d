namespace Farlink.Protocol.Compression;

/// <summary>Powers of ten and numbers at other decimals.</summary>
internal static class DecimalScale
{
    private static readonly long[] Powers = MakePowers();

    /// <summary>10 to the power of 0 to 18.</summary>
    public static long Power(int exponent) => Powers[exponent];

    /// <summary>The same number with other decimals; as many more as fit, what is cut off is lost.</summary>
    public static long Convert(long value, int from, int to)
    {
        while (from < to && Math.Abs(value) < long.MaxValue / 320)
        {
            value *= 10;
            from++;
        }

        for (; from > to; from--) value /= 10;
        return value;
    }

    private static long[] MakePowers()
    {
        var powers = new long[19];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
