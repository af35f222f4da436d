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
    public async Task Broker_NotConnectedAtFirst_IsNoEvent()
    {
        var radio = new RadioFigures("SX1276", false, "it does not answer", null);
        await LookAsync(() => Other(isUp: false), 8);
        await LookAsync(() => Other(isUp: true), 1);
        Assert.Equal((EventKind.Radio, EventLevel.Error), await NextAsync(() => Other(isUp: true) with { Radio = radio }));
        await LookAsync(() => Other(isUp: false) with { Radio = radio }, 9);
        Assert.Equal(1, _hub.Events.LastId);
    }

    [Fact]
    public async Task Broker_AwayForLongerAndBack_IsAnEventEach()
    {
        await LookAsync(() => Other(isUp: false), 9);
        Assert.Equal(0, _hub.Events.LastId);
        Assert.Equal((EventKind.Broker, EventLevel.Error), await NextAsync(() => Other(isUp: false)));
        Assert.Equal((EventKind.Broker, EventLevel.Info), await NextAsync(() => Other(isUp: true)));
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

    /// <summary>At another broker.</summary>
    private static ServiceStatus Other(bool isUp) => StatusReports.Site.Service with
    {
        Broker = new BrokerFigures
        {
            IsOwn = false,
            Where = "broker.example:8883",
            IsUp = isUp,
            Trouble = isUp ? null : "not connected yet",
        },
    };

    /// <summary>Looks so many times, a second apart.</summary>
    private async Task LookAsync(Func<ServiceStatus> status, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _status = () =>
            {
                looked.TrySetResult();
                return status();
            };
            _time.Advance(TimeSpan.FromSeconds(1));
            await looked.Task.WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

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
