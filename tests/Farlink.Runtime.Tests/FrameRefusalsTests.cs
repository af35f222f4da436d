using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Runtime.Services;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests;

/// <summary>What is told of refused frames: by site, and at most once a minute each, since anybody can send them.</summary>
public sealed class FrameRefusalsTests : IDisposable
{
    private readonly TestLog _log = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FrameRefusals _refusals;

    public FrameRefusalsTests()
    {
        var key = new byte[PreSharedKey.Size];
        key[0] = 0x80;
        _refusals = new FrameRefusals(
            _log, [new LinkOptions { Id = 1, Name = "barn", Identity = new PreSharedKey(key) }], _time);
    }

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Tell_UnknownSites_EachOnceAMinuteWithHowManyMore()
    {
        for (var i = 0; i < 100; i++)
        {
            Tell(LinkRefusal.UnknownLink, 7);
            Tell(LinkRefusal.UnknownLink, 9);
        }

        Assert.Equal(2, Lines("neither paired nor configured here"));
        Assert.Equal(1, Lines("the hello of link 7,"));
        _time.Advance(TimeSpan.FromSeconds(59));
        Tell(LinkRefusal.UnknownLink, 7);
        Assert.Equal(1, Lines("the hello of link 7,"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Tell(LinkRefusal.UnknownLink, 7);
        Assert.Equal(2, Lines("the hello of link 7,"));
        Assert.Equal(1, Lines("and 100 more like it before"));
    }

    [Fact]
    public void Tell_SiteOfAnotherMode_NamesWhatWasExpectedAndSeen()
    {
        Tell(LinkRefusal.OtherMode, 1);
        Assert.Equal(1, Lines("link 1 (barn): expected session = \"psk\" as configured here, seen the other mode"));
    }

    [Fact]
    public void Tell_PairingNearby_SaysThatThisEndIsNotOpen()
    {
        Tell(LinkRefusal.UnknownLink, 0);
        Assert.Equal(1, Lines("this end is not (farlink pair)"));
    }

    [Fact]
    public void Tell_WhatEveryRadioHears_IsNotTold()
    {
        Tell(LinkRefusal.Duplicate, 1);
        Assert.Equal("", _log.All);
    }

    private void Tell(LinkRefusal reason, byte link) => _refusals.Tell(new LinkEvent.Refused(reason, link));

    private int Lines(string part) => _log.All.Split('\n').Count(line => line.Contains(part, StringComparison.Ordinal));
}
