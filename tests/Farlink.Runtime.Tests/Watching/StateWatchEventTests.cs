using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;
using Farlink.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests.Watching;

/// <summary>What changes at an end becomes an event, once.</summary>
public sealed class StateWatchEventTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly LinkHistory _history = new(null, NullLogger.Instance);
    private readonly WatchHub _hub;
    private Func<ServiceStatus> _status = () => StatusReports.Site.Service;
    private StateWatch _watch = null!;

    public StateWatchEventTests() => _hub = new WatchHub(new WatchOptions(), _time);

    public ValueTask InitializeAsync()
    {
        _watch = new StateWatch(_hub, _history, () => [_status()], _time, NullLogger.Instance);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        _history.Dispose();
    }

    [Fact]
    public async Task Radio_LostAndBack_IsAnEventEach()
    {
        Assert.Equal(0, _hub.Events.LastId);
        var lost = StatusReports.Site.Service with { Radio = new RadioFigures("SX1276", false, "it does not answer", null) };
        Assert.Equal((EventKind.Radio, EventLevel.Error), await NextAsync(() => lost));
        Assert.Equal((EventKind.Radio, EventLevel.Info), await NextAsync(() => StatusReports.Site.Service));
        Assert.Equal(2, _hub.Events.LastId);
    }

    [Fact]
    public async Task End_ThatCannotBeAsked_IsAskedAgain()
    {
        _status = () => throw new InvalidOperationException("it stops");
        _time.Advance(TimeSpan.FromSeconds(1));
        var full = StatusReports.Site.Service with { StoreTrouble = "the disk is full" };
        Assert.Equal((EventKind.Store, EventLevel.Error), await NextAsync(() => full));
    }

    [Fact]
    public void Links_FromTheStart_AreInTheHistory() => Assert.Equal(-96, Assert.Single(_history.Last).RssiDbm);

    /// <summary>The next event, as soon as the watch looks again.</summary>
    private async Task<(EventKind Kind, EventLevel Level)> NextAsync(Func<ServiceStatus> status)
    {
        var before = _hub.Events.LastId;
        _status = status;
        while (_hub.Events.LastId == before)
        {
            var changed = _hub.WaitAsync(_hub.Version, default);
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(changed, Task.Run(() => { }));
        }

        var told = _hub.Events.After(before, 1)[0];
        return (told.Kind, told.Level);
    }
}
