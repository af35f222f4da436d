namespace Farlink.Protocol.Wire;

/// <summary>What is known of a number that arrived.</summary>
internal enum Freshness
{
    /// <summary>Not seen before.</summary>
    Fresh,

    /// <summary>Seen before.</summary>
    Duplicate,

    /// <summary>So far behind the highest that it can no longer be told.</summary>
    TooOld,
}

/// <summary>
/// The numbers of one space that were authenticated: the highest and the 63 below it (as RFC 4303 §3.4.3 does). It moves only by
/// <see cref="Mark"/>, which the caller uses after authentication.
/// </summary>
internal struct SequenceWindow
{
    /// <summary>Numbers told apart, the highest included.</summary>
    public const int Size = 64;

    /// <summary>Numbers have 40 bits; a sender changes keys long before the last.</summary>
    public const long HighestNumber = (1L << 40) - 1;

    private ulong _seen;
    private long _next;

    /// <summary>One above the highest number authenticated; 0 before the first.</summary>
    public readonly long Next => _next;

    /// <summary>The full number nearest to <see cref="Next"/> that ends in these bits.</summary>
    public readonly long Expand(uint truncated, int bits) => Nearest(_next, truncated, bits);

    /// <summary>The non-negative number nearest to <paramref name="expected"/> that ends in these bits.</summary>
    public static long Nearest(long expected, uint truncated, int bits)
    {
        var span = 1L << bits;
        var candidate = (expected & ~(span - 1)) | truncated;
        if (candidate > expected + (span / 2)) candidate -= span;
        else if (candidate <= expected - (span / 2)) candidate += span;
        return candidate < 0 ? candidate + span : candidate;
    }

    /// <summary>Whether this number is new.</summary>
    public readonly Freshness Check(long number)
    {
        if (number >= _next) return Freshness.Fresh;
        var behind = _next - 1 - number;
        if (behind >= Size) return Freshness.TooOld;
        return (_seen >> (int)behind & 1) == 0 ? Freshness.Fresh : Freshness.Duplicate;
    }

    /// <summary>Notes an authenticated number.</summary>
    public void Mark(long number)
    {
        if (number >= _next)
        {
            var shift = number - _next + 1;
            _seen = shift >= Size ? 0 : _seen << (int)shift;
            _next = number + 1;
        }

        var behind = _next - 1 - number;
        if (behind < Size) _seen |= 1UL << (int)behind;
    }
}
