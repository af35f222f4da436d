using Farlink.Simulation.Scenarios;

namespace Farlink.Simulation.Tests.Scenarios;

public sealed class NearestRankTests
{
    [Theory]
    [InlineData(0.99, 100, 98)]
    [InlineData(0.99, 101, 99)]
    [InlineData(0.99, 99, 98)]
    [InlineData(0.95, 20, 18)]
    [InlineData(0.9, 10, 8)]
    [InlineData(0.5, 2, 0)]
    [InlineData(0.5, 3, 1)]
    [InlineData(0.07, 100, 6)]
    [InlineData(0, 5, 0)]
    [InlineData(1, 5, 4)]
    [InlineData(0.99, 1, 0)]
    public void IndexOf_Share_IsTheNearestRank(double share, int count, int expected) =>
        Assert.Equal(expected, NearestRank.IndexOf(share, count));
}
