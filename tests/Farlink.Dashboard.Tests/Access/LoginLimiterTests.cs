using System.Net;
using Farlink.Dashboard.Access;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Dashboard.Tests.Access;

/// <summary>Guesses are bounded, and so is what is remembered of them.</summary>
public sealed class LoginLimiterTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LoginLimiter _limiter;

    public LoginLimiterTests() => _limiter = new LoginLimiter(_time);

    [Fact]
    public void TryBegin_FiveOfAnAddress_TheSixthWaitsForTheFirstToBeAMinuteOld()
    {
        var address = IPAddress.Parse("192.0.2.1");
        for (var i = 0; i < LoginLimiter.MostOfAnAddress; i++) Assert.Null(_limiter.TryBegin(address));
        Assert.Equal(TimeSpan.FromMinutes(1), _limiter.TryBegin(address));
        Assert.Null(_limiter.TryBegin(IPAddress.Parse("192.0.2.2")));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(_limiter.TryBegin(address));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_limiter.TryBegin(address));
    }

    [Fact]
    public void TryBegin_ManyAddresses_AreBoundedTogether()
    {
        for (var i = 0; i < LoginLimiter.MostOfAll; i++) Assert.Null(_limiter.TryBegin(new IPAddress(i + 1L)));
        Assert.NotNull(_limiter.TryBegin(new IPAddress(1000L)));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_limiter.TryBegin(new IPAddress(1000L)));
    }

    [Fact]
    public void TryBegin_AddressesOfOneSubscriber_CountAsOne()
    {
        for (var i = 0; i < LoginLimiter.MostOfAnAddress; i++)
            Assert.Null(_limiter.TryBegin(IPAddress.Parse($"2001:db8::{i + 1}")));
        Assert.NotNull(_limiter.TryBegin(IPAddress.Parse("2001:db8::ffff")));
        Assert.Null(_limiter.TryBegin(IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void HandleRight_RightPassword_BeginsAnew()
    {
        for (var i = 0; i < LoginLimiter.MostOfAnAddress; i++) Assert.Null(_limiter.TryBegin(IPAddress.Loopback));
        _limiter.HandleRight(IPAddress.Loopback);
        Assert.Null(_limiter.TryBegin(IPAddress.Loopback));
    }

    [Fact]
    public void TryBegin_OwnersAddressWhileStrangersGuess_IsHeldToItsOwnFiveAlone()
    {
        var owner = IPAddress.Parse("192.0.2.1");
        Assert.Null(_limiter.TryBegin(owner));
        _limiter.HandleRight(owner);
        for (var i = 0; i < LoginLimiter.MostOfAll; i++) Assert.Null(_limiter.TryBegin(new IPAddress(i + 1L)));
        for (var i = 0; i < LoginLimiter.MostOfAnAddress; i++) Assert.Null(_limiter.TryBegin(owner));
        Assert.NotNull(_limiter.TryBegin(owner));
        Assert.NotNull(_limiter.TryBegin(new IPAddress(1000L)));
    }

    [Fact]
    public void HandleRight_ManyAddresses_TheLatestAreKnown()
    {
        for (var i = 0; i <= LoginLimiter.MostKnown; i++) _limiter.HandleRight(new IPAddress(i + 1L));
        for (var i = 0; i < LoginLimiter.MostOfAll; i++) Assert.Null(_limiter.TryBegin(new IPAddress(i + 1000L)));
        Assert.NotNull(_limiter.TryBegin(new IPAddress(1L)));
        Assert.Null(_limiter.TryBegin(new IPAddress(2L)));
    }

    [Fact]
    public void TryBegin_MoreAddressesThanFit_AreStillAnswered()
    {
        for (var i = 0; i < LoginLimiter.MostAddresses * 4; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            Assert.Null(_limiter.TryBegin(new IPAddress(i + 1L)));
        }

        Assert.InRange(_limiter.Addresses, 1, LoginLimiter.MostAddresses + 1);
    }
}
