using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// How long the peer takes from the end of a poll to the start of its answer, measured (as RFC 6298 does for TCP).
/// </summary>
internal sealed class TurnRound(Duration first)
{
    private static readonly Duration LeastMargin = Duration.FromMilliseconds(6);
    private Duration? _mean;
    private Duration _deviation;

    /// <summary>Wait so long for an answer to begin.</summary>
    public Duration Patience
    {
        get
        {
            if (_mean is not { } mean) return first;
            var margin = _deviation * 4;
            return mean + (margin > LeastMargin ? margin : LeastMargin);
        }
    }

    /// <summary>Notes one measurement.</summary>
    public void Note(Duration turnRound)
    {
        if (turnRound < Duration.Zero) return;
        if (_mean is not { } mean)
        {
            _mean = turnRound;
            _deviation = new Duration(turnRound.Nanoseconds / 2);
            return;
        }

        var error = turnRound - mean;
        _mean = mean + new Duration(error.Nanoseconds / 8);
        var distance = new Duration(Math.Abs(error.Nanoseconds));
        _deviation += new Duration((distance - _deviation).Nanoseconds / 4);
    }
}
