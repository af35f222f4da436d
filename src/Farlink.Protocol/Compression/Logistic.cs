namespace Farlink.Protocol.Compression;

/// <summary>
/// The logistic domain in which evidence adds up: stretch(p) = ln(p / (1 - p)) and its inverse, squash. A probability has 16
/// bits, a stretched one 8 fractional bits and lies between ±<see cref="Limit"/>. The tables come from one constant by integer
/// arithmetic, so every machine has the same (Mahoney, "Adaptive Weighing of Context Models", 2005, §3).
/// </summary>
internal static class Logistic
{
    /// <summary>Largest stretched value: ln(p / (1 - p)) x 256 of p = 1 - 2^-16 or so.</summary>
    public const int Limit = 2839;

    /// <summary>Probability one.</summary>
    public const int One = 1 << 16;

    /// <summary>e^(1/256) in 2^-62.</summary>
    private const ulong Step = 4_629_735_647_166_717_428;

    private static readonly ushort[] SquashTable = MakeSquash();
    private static readonly short[] StretchTable = MakeStretch();

    /// <summary>Both tables, for the hash that versions the model.</summary>
    public static (ushort[] Squash, short[] Stretch) Tables => (SquashTable, StretchTable);

    /// <summary>Probability of a stretched value; what is beyond the limit is taken as the limit.</summary>
    public static int Squash(int x) => SquashTable[Math.Clamp(x, -Limit, Limit) + Limit];

    /// <summary>Stretched value of a probability of 16 bits.</summary>
    public static int Stretch(int p) => StretchTable[p >> 4];

    /// <summary>squash(x) = 1 / (1 + e^-x), from powers of e^(1/256).</summary>
    private static ushort[] MakeSquash()
    {
        var table = new ushort[(2 * Limit) + 1];
        var power = (UInt128)1 << 46;
        for (var x = 0; x <= Limit; x++)
        {
            var p = (power << 16) / (power + ((UInt128)1 << 46));
            var clamped = (int)UInt128.Min(p, One - 1);
            table[Limit + x] = (ushort)clamped;
            table[Limit - x] = (ushort)Math.Max(1, One - clamped);
            power = (power * Step) >> 62;
        }

        return table;
    }

    /// <summary>The inverse by search: of 4096 steps the value whose squash is nearest to the middle of the step.</summary>
    private static short[] MakeStretch()
    {
        var table = new short[4096];
        var x = -Limit;
        for (var i = 0; i < table.Length; i++)
        {
            while (x < Limit && SquashTable[x + Limit] < (i << 4) + 8) x++;
            table[i] = (short)x;
        }

        return table;
    }
}
