namespace Farlink.Protocol.Compression;

/// <summary>
/// What one context has seen, in an octet: how often 0 and 1 came, each bounded by the other, and which came last (nonstationary
/// counts as in Mahoney's PAQ6, with bounds and table of our own). What contradicts the present is forgotten quickly: telemetry
/// that changed its way stays changed. State 0 is "never seen".
/// </summary>
internal static class BitHistory
{
    /// <summary>Most of the one count, by the smaller count.</summary>
    private static ReadOnlySpan<byte> Bounds => [31, 20, 12, 8, 6, 5];

    private static readonly (byte Zeros, byte Ones, byte Last)[] States = MakeStates();
    private static readonly byte[] NextTable = MakeNext();
    private static readonly byte[] SeenTable = [.. States.Select(state => (byte)(state.Zeros + state.Ones))];

    /// <summary>How many states there are, at most 256.</summary>
    public static int Count => States.Length;

    /// <summary>The state after another bit.</summary>
    public static byte Next(byte state, int bit) => NextTable[(state * 2) + bit];

    /// <summary>The counts of a state.</summary>
    public static (int Zeros, int Ones) Counts(int state) => (States[state].Zeros, States[state].Ones);

    /// <summary>How many bits a state has seen.</summary>
    public static int Seen(byte state) => SeenTable[state];

    /// <summary>The whole table, for the hash that versions the model.</summary>
    public static ReadOnlySpan<byte> Table => NextTable;

    private static bool IsAllowed(int zeros, int ones)
    {
        var (small, large) = zeros < ones ? (zeros, ones) : (ones, zeros);
        return small < Bounds.Length && large <= Bounds[small];
    }

    private static (byte, byte, byte)[] MakeStates()
    {
        var states = new List<(byte, byte, byte)>();
        for (var total = 0; total <= 2 * Bounds[0]; total++)
        {
            for (var zeros = 0; zeros <= total; zeros++)
            {
                var ones = total - zeros;
                if (!IsAllowed(zeros, ones)) continue;
                if (ones == 0 || zeros > 0) states.Add(((byte)zeros, (byte)ones, 0));
                if (ones > 0) states.Add(((byte)zeros, (byte)ones, 1));
            }
        }

        return [.. states];
    }

    private static byte[] MakeNext()
    {
        var next = new byte[States.Length * 2];
        for (var state = 0; state < States.Length; state++)
        {
            for (var bit = 0; bit < 2; bit++)
            {
                var (zeros, ones, _) = States[state];
                var (same, other) = bit == 0 ? (zeros, ones) : (ones, zeros);
                if (other > 2) other = (byte)(Log2(other) + 1);
                same++;
                while (!IsAllowed(same, other)) same--;
                var (newZeros, newOnes) = bit == 0 ? (same, other) : (other, same);
                next[(state * 2) + bit] = (byte)Find(newZeros, newOnes, bit);
            }
        }

        return next;
    }

    private static int Find(int zeros, int ones, int last) => Array.FindIndex(
        States, state => state.Zeros == zeros && state.Ones == ones && (state.Last == last || zeros == 0 || ones == 0));

    private static int Log2(int value) => 31 - int.LeadingZeroCount(value);
}
