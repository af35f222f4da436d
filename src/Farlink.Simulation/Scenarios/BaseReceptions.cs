using Farlink.Simulation.Air;

namespace Farlink.Simulation.Scenarios;

/// <summary>What the base made of each site's frames, and when they were destroyed.</summary>
internal sealed class BaseReceptions
{
    private readonly Dictionary<Station, long[]> _bySender = [];
    private readonly List<int> _collided = [];

    /// <summary>Frames destroyed at the base in each <see cref="HostReport.Slice"/>.</summary>
    public IReadOnlyList<int> CollisionsPerSlice => _collided;

    public void Add(AirFrame frame, Reception reception)
    {
        if (!_bySender.TryGetValue(frame.Sender, out var counts))
            _bySender[frame.Sender] = counts = new long[Enum.GetValues<ReceptionResult>().Length];
        counts[(int)reception.Result]++;
        var slice = (int)(frame.Start.Nanoseconds / HostReport.Slice.Nanoseconds);
        while (_collided.Count <= slice) _collided.Add(0);
        if (reception.Result == ReceptionResult.Collided) _collided[slice]++;
    }

    public ReceptionCounts Of(Station sender) => !_bySender.TryGetValue(sender, out var counts)
        ? ReceptionCounts.None
        : new ReceptionCounts(
            counts[(int)ReceptionResult.Received], counts[(int)ReceptionResult.Collided],
            counts[(int)ReceptionResult.TooWeak], counts[(int)ReceptionResult.Deaf], counts[(int)ReceptionResult.Lost]);
}
