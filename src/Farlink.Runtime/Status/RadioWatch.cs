using Farlink.Protocol.Units;
using Farlink.Radios;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Status;

/// <summary>
/// Whether the radio works: by what it says of itself, and by what became of the last frames. That one is lost is told once, and
/// that it is back; meanwhile drivers open it again by themselves, with growing pauses, and messages wait. Thread-safe.
/// </summary>
/// <param name="radio">The radio.</param>
/// <param name="logger">Where it is told.</param>
/// <param name="time">Clock for how long it has been lost.</param>
internal sealed class RadioWatch(IRadio radio, ILogger logger, TimeProvider time)
{
    /// <summary>So many frames in a row that were not sent are more than a chip that hung once.</summary>
    private const int MostFailures = 3;

    private readonly Lock _lock = new();
    private string? _lastFailure;
    private int _failures;
    private bool _isTroubled;
    private bool _hasWorked;
    private (string Why, long Since)? _lost;

    /// <summary>A frame was sent.</summary>
    public void HandleSent()
    {
        lock (_lock)
        {
            _failures = 0;
            _lastFailure = null;
        }
    }

    /// <summary>A frame was not sent. The same reason again is no news: frames are tried for as long as it takes.</summary>
    public void HandleFailed(string why)
    {
        bool isNews;
        lock (_lock)
        {
            isNews = why != _lastFailure;
            _lastFailure = why;
            _failures++;
        }

        if (isNews) RuntimeLog.SendFailed(logger, why);
        else RuntimeLog.SendFailedAgain(logger, why);
    }

    /// <summary>Looks, and tells what has changed since the last look; about once a second.</summary>
    public RadioFigures Look()
    {
        lock (_lock)
        {
            // What failed while it was away says nothing about the one that is back.
            if (radio.Trouble is null && _isTroubled) _failures = 0;
            _isTroubled = radio.Trouble is not null;
            var why = radio.Trouble ?? (_failures >= MostFailures ? _lastFailure : null);
            if (why is null) EndLoss();
            else if (_lost is { } lost) _lost = lost with { Why = why };
            else BeginLoss(why);
            return new RadioFigures(
                radio.Capabilities.Description, radio.Capabilities.IsSimulated, why,
                _lost is { } now ? Duration.FromTimeSpan(time.GetElapsedTime(now.Since)) : null);
        }
    }

    private void BeginLoss(string why)
    {
        _lost = (why, time.GetTimestamp());

        // One that was never there is told of by whoever opens it.
        if (_hasWorked) RuntimeLog.RadioLost(logger, why);
    }

    private void EndLoss()
    {
        if (_hasWorked && _lost is { } lost) RuntimeLog.RadioBack(logger, time.GetElapsedTime(lost.Since).TotalSeconds);
        _lost = null;
        _hasWorked = true;
    }
}
