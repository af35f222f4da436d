namespace Farlink.Protocol.Compression;

/// <summary>
/// What came last after a context, and how often in a row: the guess of the next symbol (as the run model of Mahoney's ZPAQ ICM
/// and "symbol ranking" coders do). The best of several guesses makes most octets one single decision. Guesses take little room
/// for what they remember, so they are kept long: in buckets, the last used first.
/// </summary>
internal sealed class SymbolGuesses
{
    private const int HitCounts = 16;
    private const int Kinds = 4;
    private const int HitLimit = 250;
    private const int EntriesABucket = 8;

    /// <summary>Of the entries of a bucket from here on, the one right least often gives way.</summary>
    private const int FirstToGiveWay = 4;
    private readonly uint[] _entries;
    private readonly AdaptiveMap _right = new(ContextSet.Guesses * Kinds * HitCounts);
    private readonly int[] _slots = new int[ContextSet.Guesses];
    private readonly int[] _symbols = new int[ContextSet.Guesses];
    private readonly int[] _cells = new int[ContextSet.Guesses];

    /// <summary>Makes the table.</summary>
    /// <param name="entriesLog2">log2 of its entries: 16 bits of check, 4 of hits, 9 of the symbol.</param>
    public SymbolGuesses(int entriesLog2)
    {
        _entries = new uint[1 << entriesLog2];
        for (var i = 0; i < ContextSet.Guesses * Kinds * HitCounts; i++)
            _right.Set(i, Logistic.One - (Logistic.One / ((i % HitCounts) + 2)), 2);
    }

    /// <summary>Octets held.</summary>
    public long Octets => (4 * _entries.LongLength) + _right.Octets;

    /// <summary>Steps of <see cref="BestDoubt"/>.</summary>
    public const int Doubts = 17;

    /// <summary>The guess of a context, -1 if it has none.</summary>
    public int this[int context] => _symbols[context];

    /// <summary>The guess most likely right, -1 if there is none.</summary>
    public int Best { get; private set; }

    /// <summary>How likely that is, 16 bits; 0 if there is none.</summary>
    public int BestProbability { get; private set; }

    /// <summary>How doubtful it is, in 16 steps from sure; 0 if there is none.</summary>
    public int BestDoubt => Best < 0 ? 0 : 1 + Math.Min(15, (Logistic.One - BestProbability) >> 9);

    /// <summary>How often the guess of a context was right in a row, to 15.</summary>
    public int Hits(int context) => _cells[context] % HitCounts;

    public void CopyFrom(SymbolGuesses other)
    {
        other._entries.CopyTo(_entries, 0);
        _right.CopyFrom(other._right);
    }

    /// <summary>Looks contexts up.</summary>
    /// <param name="hashes">The contexts.</param>
    /// <param name="kind">Where they are: guesses in numbers are less reliable than others. 0 to 3.</param>
    public void Look(ReadOnlySpan<uint> hashes, int kind)
    {
        Best = -1;
        BestProbability = 0;
        for (var i = 0; i < ContextSet.Guesses; i++)
        {
            _slots[i] = Find(hashes[i]);
            var entry = _entries[_slots[i]];
            _symbols[i] = -1;
            if ((entry & 0xFFFF) == 0) continue;
            _symbols[i] = (int)(entry & 0x1FF);
            _cells[i] = (((i * Kinds) + kind) * HitCounts) + (int)HitsOf(entry);
            var probability = _right.Probability(_cells[i]);
            if (probability <= BestProbability) continue;
            BestProbability = probability;
            Best = _symbols[i];
        }
    }

    /// <summary>Learns the symbol that came.</summary>
    public void Update(ReadOnlySpan<uint> hashes, int symbol)
    {
        for (var i = 0; i < ContextSet.Guesses; i++)
        {
            ref var entry = ref _entries[_slots[i]];
            var hits = 1u;
            if (_symbols[i] >= 0)
            {
                var isRight = _symbols[i] == symbol;
                _right.Update(_cells[i], isRight ? 1 : 0, HitLimit);
                if (isRight) hits = Math.Min(HitCounts - 1, HitsOf(entry) + 1);
            }

            entry = (hashes[i] & 0xFFFF0000) | (hits << 9) | (uint)symbol;
        }
    }

    /// <summary>Brings the entry of a context to the front of its bucket; an empty one if it is not known.</summary>
    private int Find(uint hash)
    {
        var at = (int)(hash & (uint)(_entries.Length - EntriesABucket));
        var bucket = _entries.AsSpan(at, EntriesABucket);
        var i = 0;
        while (i < EntriesABucket && bucket[i] >> 16 != hash >> 16) i++;
        var entry = i < EntriesABucket ? bucket[i] : hash & 0xFFFF0000;
        if (i == EntriesABucket)
        {
            i--;
            for (var j = i - 1; j >= FirstToGiveWay; j--)
                if (HitsOf(bucket[j]) < HitsOf(bucket[i])) i = j;
        }

        for (; i > 0; i--) bucket[i] = bucket[i - 1];
        bucket[0] = entry;
        return at;
    }

    private static uint HitsOf(uint entry) => (entry >> 9) & 15;
}
