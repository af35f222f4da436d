using Farlink.Runtime.Status;
using Farlink.Tests.Shared;

namespace Farlink.Runtime.Tests;

/// <summary>What of a state somebody should look at.</summary>
public sealed class StatusWarningsTests
{
    private static readonly ClockFigures Unsure = new(StatusReports.Site.Clock.Utc, false, false, 0);

    [Fact]
    public void Of_SiteWithoutTheTime_NamesItsBaseToo() => Assert.Single(
        StatusWarnings.Of(StatusReports.Site.Service, Unsure),
        warning => warning.Contains("no base told the time", StringComparison.Ordinal));

    [Fact]
    public void Of_BaseWithoutTheTime_DoesNotWaitForABase()
    {
        var warning = Assert.Single(StatusWarnings.Of(StatusReports.Site.Service with { Role = "base" }, Unsure));
        Assert.StartsWith("Nothing keeps this host's clock right", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("base", warning, StringComparison.Ordinal);
    }
}
