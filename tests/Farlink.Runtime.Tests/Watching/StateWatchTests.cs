using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;
using Farlink.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests.Watching;

/// <summary>What changes at an end becomes an event.</summary>
public sealed class StateWatchTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private volatile ServiceStatus _end = With(isSecondEnded: false);

    [Fact]
    public async Task Ended_BeforeTheStartAndWhileRunning_OnlyTheLatterIsTold()
    {
        var hub = new WatchHub(new WatchOptions(), _time);
        using var history = new LinkHistory(null, NullLogger.Instance);
        await using var watch = new StateWatch(hub, history, () => [_end], _time, NullLogger.Instance);
        Assert.Empty(hub.Events.After(0, 10));

        _end = With(isSecondEnded: true);
        var told = hub.WaitAsync(0, default);
        _time.Advance(TimeSpan.FromSeconds(1));
        await told.WaitAsync(TimeSpan.FromSeconds(10));
        var ended = Assert.Single(hub.Events.After(0, 10));
        Assert.Equal((EventKind.Revoked, (byte?)2), (ended.Kind, ended.Link));
    }

    private static ServiceStatus With(bool isSecondEnded) => StatusReports.Site.Service with
    {
        Links =
        [
            StatusReports.Link with { IsEnded = true },
            StatusReports.Link with { Id = 2, Name = "well", IsEnded = isSecondEnded },
        ],
    };
}
