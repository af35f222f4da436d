using Farlink.Dashboard.Feed;

namespace Farlink.Dashboard.Tests.Feed;

/// <summary>When the state is told.</summary>
public sealed class FeedComposerTests
{
    [Fact]
    public void Next_ClockSetBack_TellsTheStateEachSecondAllTheSame()
    {
        var time = new SetClock();
        var source = new BenchSource(time);
        var composer = new FeedComposer(source, new DashboardFacts(false, false, false, [], "0"), time);
        composer.Begin();
        Assert.Equal(FeedKinds.State, composer.Next()?.Kinds);
        Assert.Null(composer.Next());
        time.Offset = TimeSpan.FromHours(-1);
        time.Advance(FeedComposer.StateEvery);
        source.GivenReports[0] = source.GivenReports[0] with { Warnings = ["something new"] };
        Assert.Equal(FeedKinds.State, composer.Next()?.Kinds);
        time.Advance(FeedComposer.StateEvery);
        Assert.Null(composer.Next());
        time.Advance(FeedComposer.SameStateEvery);
        Assert.Equal(FeedKinds.State, composer.Next()?.Kinds);
    }
}
