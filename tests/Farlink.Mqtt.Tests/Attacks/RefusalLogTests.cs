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

    /// <summary>What strangers call themselves makes no reason of its own, and hides no other.</summary>
    [Fact]
    public void Refuse_NamesAndNumbersOfStrangers_AreOneLineAMinuteAndHideNothing()
    {
        var refusals = new RefusalLog(_log, _time);
        for (var i = 0; i < 1000; i++)
        {
            refusals.Refuse("client", $"wrong user name or password (user {Letters(i)})");
            refusals.Refuse("client", $"a packet of {i} octets; at most 16384 are allowed before login");
            refusals.Refuse("client", $"the ACL does not let user esp publish to {Letters(i)}");
        }

        refusals.Refuse("client", "it gave no user name");
        Assert.Equal(4, _log.Lines.Count);
    }

    [Fact]
    public void Refuse_LongText_IsCut()
    {
        var name = new string('y', 15_000);
        new RefusalLog(_log, _time).Refuse(new string('x', 10_000), $"wrong user name or password (user {name})");
        Assert.InRange(Assert.Single(_log.Lines).Length, 500, 700);
    }

    [Fact]
    public void Refuse_ReasonsWithoutEnd_AreSoManyLinesAMinute()
    {
        var refusals = new RefusalLog(_log, _time);
        for (var i = 0; i < 10_000; i++) refusals.Refuse("client", $"it is {Letters(i)}");
        Assert.InRange(_log.Lines.Count, 256, 257);
    }

    private static string Letters(int number) => string.Concat($"{number}".Select(digit => (char)('a' + digit - '0')));
}
