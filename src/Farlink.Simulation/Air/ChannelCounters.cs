namespace Farlink.Simulation.Air;

/// <summary>What happened on a channel.</summary>
public sealed class ChannelCounters
{
    private readonly long[] _results = new long[Enum.GetValues<ReceptionResult>().Length];

    /// <summary>Frames put on the air.</summary>
    public long Sent { get; internal set; }

    /// <summary>How often a station made this of a frame.</summary>
    public long this[ReceptionResult result] => _results[(int)result];

    /// <summary>A copy that stays as it is.</summary>
    public ChannelCounters Snapshot()
    {
        var copy = new ChannelCounters { Sent = Sent };
        _results.CopyTo(copy._results, 0);
        return copy;
    }

    internal void Count(ReceptionResult result) => _results[(int)result]++;
}
