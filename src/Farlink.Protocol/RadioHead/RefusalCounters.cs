namespace Farlink.Protocol.RadioHead;

/// <summary>How many frames were refused, by reason. Not safe for several threads.</summary>
public sealed class RefusalCounters
{
    private readonly long[] _counts = new long[Enum.GetValues<FrameRefusal>().Length];

    /// <summary>Frames refused for this reason.</summary>
    public long this[FrameRefusal refusal] => _counts[(int)refusal];

    /// <summary>Adds one.</summary>
    public void Count(FrameRefusal refusal) => _counts[(int)refusal]++;

    /// <summary>Every reason that occurred, with its count.</summary>
    public IReadOnlyDictionary<FrameRefusal, long> Snapshot()
    {
        var snapshot = new SortedDictionary<FrameRefusal, long>();
        foreach (var refusal in Enum.GetValues<FrameRefusal>())
            if (refusal != FrameRefusal.None && this[refusal] > 0) snapshot.Add(refusal, this[refusal]);
        return snapshot;
    }
}
