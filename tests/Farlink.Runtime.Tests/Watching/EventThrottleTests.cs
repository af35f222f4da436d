using Farlink.Runtime.Watching;

namespace Farlink.Runtime.Tests.Watching;

/// <summary>What strangers cause as often as they like.</summary>
public sealed class EventThrottleTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Admit_ManyKindsLongAgo_TellsNewOnesApartAgain()
    {
        var throttle = new EventThrottle();
        for (var i = 0; i < 64; i++) Assert.Equal("", throttle.Admit("site", $"kind {i}", Start));
        Assert.Equal("", throttle.Admit("site", "too many", Start));
        Assert.Null(throttle.Admit("site", "one more", Start));
        var later = Start + TimeSpan.FromMinutes(1);
        Assert.Equal("", throttle.Admit("site", "a", later));
        Assert.Equal("", throttle.Admit("site", "b", later));
        Assert.Null(throttle.Admit("site", "b", later));
    }

    [Fact]
    public void Admit_ManyKindsThatCameTwiceLongAgo_TellsNewOnesApartAgain()
    {
        var throttle = new EventThrottle();
        for (var i = 0; i < 64; i++)
        {
            Assert.Equal("", throttle.Admit("site", $"kind {i}", Start));
            Assert.Null(throttle.Admit("site", $"kind {i}", Start));
        }

        var later = Start + TimeSpan.FromHours(1);
        Assert.Equal("", throttle.Admit("site", "a", later));
        Assert.Equal("", throttle.Admit("site", "b", later));
    }
}
