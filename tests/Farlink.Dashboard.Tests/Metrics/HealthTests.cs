using System.Net;
using Farlink.Protocol.Units;
using Farlink.Runtime.Status;
using Farlink.Tests.Shared;

namespace Farlink.Dashboard.Tests.Metrics;

/// <summary>What a supervisor is told.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Ready_EverythingIsAway_NamesEachAndTellsNoMore()
    {
        await using var bench = await Bench.StartAsync(prepare: source => source.GivenReports[0] = StatusReports.Full);
        using var response = await bench.SendAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(
            "not ready\nbase: the radio is lost\nbase: the store cannot be written\nbase: the broker is away\n",
            await response.Content.ReadAsStringAsync());
        using var live = await bench.SendAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    /// <summary>As while the access point is down.</summary>
    [Fact]
    public async Task Ready_BrokerWhoseAddressIsNotHere_IsNotReady()
    {
        var service = StatusReports.Site.Service;
        await using var bench = await Bench.StartAsync(prepare: source => source.GivenReports[0] = StatusReports.Site with
        {
            Service = service with { Broker = service.Broker with { IsReachable = false } },
        });
        using var response = await bench.SendAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains(
            "no client can connect to the broker", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_OtherEndIsAway_IsReady()
    {
        await using var bench = await Bench.StartAsync(prepare: source => source.GivenReports[0] = MetricsBench.WithLink(
            StatusReports.Site, StatusReports.Link with { HasSession = false, IsOnline = false }));
        using var response = await bench.SendAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(0, HttpStatusCode.OK)]
    [InlineData(1, HttpStatusCode.ServiceUnavailable)]
    public async Task Live_PumpStandsStill_IsNotAlive(long beyond, HttpStatusCode code)
    {
        var age = new Duration(StatusWarnings.StandsStillAfter.Nanoseconds + beyond);
        await using var bench = await Bench.StartAsync(prepare: source => source.GivenReports[0] =
            StatusReports.Site with { Service = StatusReports.Site.Service with { Age = age } });
        foreach (var path in (string[])["/health/live", "/health/ready"])
        {
            using var response = await bench.SendAsync(path);
            Assert.Equal(code, response.StatusCode);
            if (beyond > 0)
            {
                Assert.EndsWith(
                    "site: the link stands still\n", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
    }
}
