using Farlink.Simulation.Scenarios;

namespace Farlink.Commands;

/// <summary>How long messages took, and how many came in what time.</summary>
internal sealed class FlowTimes
{
    private readonly List<double> _milliseconds = [];
    private TimeSpan _taken;

    /// <summary>Messages that arrived.</summary>
    public int Count => _milliseconds.Count;

    /// <summary>Messages that did not.</summary>
    public int Missing { get; private set; }

    /// <summary>Messages a second; NaN: none.</summary>
    public double Rate => _taken > TimeSpan.Zero ? Count / _taken.TotalSeconds : double.NaN;

    /// <summary>One arrived.</summary>
    public void Add(TimeSpan latency) => _milliseconds.Add(latency.TotalMilliseconds);

    /// <summary>One did not.</summary>
    public void AddMissing() => Missing++;

    /// <summary>How long it took in all, from the first publication to the last arrival.</summary>
    public void AddTaken(TimeSpan taken) => _taken += taken;

    /// <summary>What a share of the messages does not exceed, in milliseconds (nearest rank); NaN: none arrived.</summary>
    public double Percentile(double share) => Count == 0
        ? double.NaN
        : _milliseconds.Order().ElementAt(NearestRank.IndexOf(share, Count));
}
