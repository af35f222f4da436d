using Farlink.Mqtt.Broker;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Mqtt.Tests.Attacks;

/// <summary>Nobody fills a disk by being refused.</summary>
public sealed class RefusalLogTests
{
    private readonly ListLogger _log = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Refuse_TheSameReasonWithoutEnd_IsOneLineAMinute()
    {
        var refusals = new RefusalLog(_log, _time);
        for (var i = 0; i < 1000; i++) refusals.Refuse($"client {i}", "it gave no user name");
        _time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1));
        refusals.Refuse("client", "it gave no user name");
        Assert.Equal("Refused client 0: it gave no user name", Assert.Single(_log.Lines));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        refusals.Refuse("client", "it gave no user name");
        Assert.Equal("Refused client: it gave no user name (1000 more since)", _log.Lines.Last());
    }

    [Fact]
    public void Refuse_ReasonsWithoutEnd_AreSoManyLinesAMinute()
    {
        var refusals = new RefusalLog(_log, _time);
        for (var i = 0; i < 10_000; i++) refusals.Refuse("client", $"wrong user name or password (user {i})");
        Assert.InRange(_log.Lines.Count, 256, 257);
    }
}
