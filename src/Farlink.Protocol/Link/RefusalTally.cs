namespace Farlink.Protocol.Link;

/// <summary>One counter a reason.</summary>
public sealed class RefusalTally
{
    private readonly long[] _counts = new long[Enum.GetValues<LinkRefusal>().Length];

    /// <summary>How often this reason came.</summary>
    public long this[LinkRefusal reason] => _counts[(int)reason];

    /// <summary>All of them.</summary>
    public long Total => _counts.Sum();

    internal void Count(LinkRefusal reason) => _counts[(int)reason]++;
}
