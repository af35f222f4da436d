using Farlink.Protocol.Units;
using Farlink.Simulation.Air;

namespace Farlink.Simulation.Scenarios;

/// <summary>Airtime of one host over a run, by slices, with the fullest hour.</summary>
internal sealed class AirtimeRecord
{
    private const int SlicesAnHour = 6;
    private readonly List<long> _slices = [];

    public long Frames { get; private set; }

    public void Add(AirFrame frame)
    {
        Frames++;
        var index = (int)(frame.Start.Nanoseconds / HostReport.Slice.Nanoseconds);
        while (_slices.Count <= index) _slices.Add(0);
        _slices[index] += (frame.End - frame.Start).Nanoseconds;
    }

    public HostReport Report(string name, Position position, Duration simulated)
    {
        long peak = 0;
        for (var i = 0; i < _slices.Count; i++)
            peak = Math.Max(peak, _slices.Skip(Math.Max(0, i - SlicesAnHour + 1)).Take(Math.Min(SlicesAnHour, i + 1)).Sum());
        var hours = Math.Max(1.0 / 60, simulated.Seconds / 3600);
        return new HostReport(
            name, position, Frames, new Duration((long)(_slices.Sum() / hours)), new Duration(peak),
            [.. _slices.Select(slice => new Duration(slice))]);
    }
}
