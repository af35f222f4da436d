using Farlink.Keys.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Keys.Tests;

/// <summary>The time of certificates at a host without a clock of its own.</summary>
public sealed class VerificationClockTests
{
    private static readonly DateTimeOffset Released = VerificationClock.Released;

    [Fact]
    public void Released_IsNotInTheFuture() => Assert.True(Released <= DateTimeOffset.UtcNow);

    [Fact]
    public void GetUtcNow_NothingKnown_IsTheLaterOfHostAndRelease()
    {
        Assert.Equal(Released, new VerificationClock(new FakeTimeProvider(DateTimeOffset.UnixEpoch)).GetUtcNow());
        Assert.Equal(Released.AddDays(9), new VerificationClock(new FakeTimeProvider(Released.AddDays(9))).GetUtcNow());
    }

    [Fact]
    public void NotBefore_SeveralTimes_TheLatestCounts()
    {
        var clock = new VerificationClock(new FakeTimeProvider(DateTimeOffset.UnixEpoch));
        Assert.True(clock.NotBefore(Released.AddDays(20)));
        Assert.True(clock.NotBefore(Released.AddDays(10)));
        Assert.Equal(Released.AddDays(20), clock.GetUtcNow());
    }

    [Fact]
    public void Tell_TimeOfTheBase_GoesOnFromThereWhateverTheHostSays()
    {
        var host = new FakeTimeProvider(Released.AddYears(3));
        var clock = new VerificationClock(host);
        Assert.True(clock.Tell(Released.AddDays(5)));
        Assert.Equal(Released.AddDays(5), clock.GetUtcNow());
        host.Advance(TimeSpan.FromHours(7));
        Assert.Equal(Released.AddDays(5).AddHours(7), clock.GetUtcNow());
        Assert.True(clock.IsTold);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(366 * 31)]
    public void Tell_TimeThatCannotBe_IsNotBelieved(int days)
    {
        var clock = new VerificationClock(new FakeTimeProvider(Released.AddDays(1)));
        Assert.False(clock.Tell(Released.AddDays(days)));
        Assert.Equal(Released.AddDays(1), clock.GetUtcNow());
        Assert.False(clock.IsTold);
    }

    [Theory]
    [InlineData(true, null, true)]
    [InlineData(false, null, false)]
    [InlineData(false, 9, true)]
    [InlineData(false, -11, false)]
    [InlineData(true, -11, true)]
    public void IsHostBelieved_KeptRightOrToldByABase_IsSoIfItIsNear(bool isSure, int? minutesAhead, bool expected)
    {
        var host = new FakeTimeProvider(Released.AddDays(1));
        var clock = new VerificationClock(host) { IsHostSure = () => isSure };
        if (minutesAhead is { } minutes) clock.Tell(host.GetUtcNow().AddMinutes(minutes));
        Assert.Equal(expected, clock.IsHostBelieved);
    }

    [Fact]
    public void Tell_EarlierThanAKnownList_StaysAtTheList()
    {
        var clock = new VerificationClock(new FakeTimeProvider(DateTimeOffset.UnixEpoch));
        clock.NotBefore(Released.AddDays(30));
        Assert.True(clock.Tell(Released.AddDays(2)));
        Assert.Equal(Released.AddDays(30), clock.GetUtcNow());
    }
}
