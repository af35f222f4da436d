using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;
using Farlink.Simulation.Air;

namespace Farlink.Simulation.Scenarios;

/// <summary>Airtime of one host over a run, by slices, with the fullest hour and what its messages need in an hour.</summary>
/// <param name="length">How long messages are published, from the beginning of the run.</param>
internal sealed class AirtimeRecord(Duration length)
{
    private const int SlicesAnHour = 6;

    /// <summary>A pace of less than a minute says nothing.</summary>
    private const double LeastHours = 1.0 / 60;

    private readonly List<long> _slices = [];
    private long _whilePublished;
    private long _afterwards;

    public long Frames { get; private set; }

    public void Add(AirFrame frame)
    {
        Frames++;
        var index = (int)(frame.Start.Nanoseconds / HostReport.Slice.Nanoseconds);
        while (_slices.Count <= index) _slices.Add(0);
        var airtime = (frame.End - frame.Start).Nanoseconds;
        _slices[index] += airtime;

        // Sessions are opened once; a short run would take that for its pace.
        if (FrameDescription.Of(frame.Octets).IsHandshake) return;
        if (frame.Start.Nanoseconds <= length.Nanoseconds) _whilePublished += airtime;
        else _afterwards += airtime;
    }

    /// <summary>What the host did.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="position">Where it stands.</param>
    /// <param name="simulated">How long the run was, with what came after the last message.</param>
    /// <param name="isAllThere">Whether everything arrived: then what was sent after the last message was needed too.</param>
    public HostReport Report(string name, Position position, Duration simulated, bool isAllThere)
    {
        long peak = 0;
        for (var i = 0; i < _slices.Count; i++)
            peak = Math.Max(peak, _slices.Skip(Math.Max(0, i - SlicesAnHour + 1)).Take(Math.Min(SlicesAnHour, i + 1)).Sum());
        var hours = Hours(simulated);
        var needed = _whilePublished + (isAllThere ? _afterwards : 0);
        return new HostReport(
            name, position, Frames, new Duration((long)(_slices.Sum() / hours)), new Duration(peak),
            [.. _slices.Select(slice => new Duration(slice))])
        {
            Pace = new Duration((long)(needed / Hours(simulated < length ? simulated : length))),
        };
    }

    private static double Hours(Duration span) => Math.Max(LeastHours, span.Seconds / 3600);
}
