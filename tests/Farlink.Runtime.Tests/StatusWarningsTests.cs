using Farlink.Protocol.Units;
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

    [Fact]
    public void Of_OwnBrokerWhoseAddressIsNotHere_SaysWhereNoClientCanConnect()
    {
        var service = StatusReports.Site.Service;
        var lost = service with { Broker = service.Broker with { Trouble = "no client can connect at 192.168.2.1:8883" } };
        var sure = new ClockFigures(StatusReports.Site.Clock.Utc, true, false, 0);
        Assert.StartsWith(
            "At our broker no client can connect at 192.168.2.1:8883. Is the access point up?",
            Assert.Single(StatusWarnings.Of(lost, sure)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0, "has no session: the other end is off")]
    [InlineData(59.0, "has no session: the other end is off")]
    [InlineData(60.0, "may not send for 1 min: the airtime of this hour is used up")]
    [InlineData(1234.0, "may not send for 21 min: the airtime of this hour is used up")]
    [InlineData(null, "has no session: the other end is off")]
    public void OfLinks_NoSession_BlamesTheOtherEndOnlyIfThisOneMaySend(double? wait, string expected)
    {
        Duration? nextSlotIn = wait is { } seconds ? Duration.FromSeconds(seconds) : null;
        var link = StatusReports.Link with { HasSession = false };
        Assert.Contains(expected, Assert.Single(StatusWarnings.OfLinks([link], nextSlotIn)), StringComparison.Ordinal);
    }

    [Fact]
    public void OfLinks_SessionUpWithoutAirtime_IsNoWarning() =>
        Assert.Empty(StatusWarnings.OfLinks([StatusReports.Link], Duration.FromSeconds(1234)));
}
