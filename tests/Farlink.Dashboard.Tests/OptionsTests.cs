using System.Net;
using Farlink.Dashboard.Pages;

namespace Farlink.Dashboard.Tests;

/// <summary>What is refused at the start.</summary>
public sealed class OptionsTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.1")]
    [InlineData("::")]
    public void Validate_NotLoopbackWithoutPassword_IsRefused(string address)
    {
        var options = new DashboardOptions { Listen = new IPEndPoint(IPAddress.Parse(address), 8080) };
        var refused = Assert.Throws<DashboardException>(() => options.Validate(isDemo: true));
        Assert.Contains("farlink dashboard password", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_NotLoopbackWithPasswordButNoTls_IsRefused()
    {
        var options = new DashboardOptions { Listen = new IPEndPoint(IPAddress.Any, 8080), Password = Bench.Hash };
        var refused = Assert.Throws<DashboardException>(() => options.Validate(isDemo: false));
        Assert.Contains("certificate", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_NotLoopbackWithPasswordAndTls_IsTaken()
    {
        using var certificate = TestCertificate.Create();
        new DashboardOptions { Listen = new IPEndPoint(IPAddress.Any, 8080), Password = Bench.Hash, Certificate = certificate }
            .Validate(isDemo: false);
    }

    [Fact]
    public void Validate_PayloadsWithoutPassword_IsForDemonstrationsOnly()
    {
        var options = new DashboardOptions { Listen = new IPEndPoint(IPAddress.IPv6Loopback, 8080), ShowsPayloads = true };
        var refused = Assert.Throws<DashboardException>(() => options.Validate(isDemo: false));
        Assert.Contains("payloads", refused.Message, StringComparison.Ordinal);
        options.Validate(isDemo: true);
        (options with { Password = Bench.Hash }).Validate(isDemo: false);
    }

    [Fact]
    public async Task Start_AddressTaken_SaysSo()
    {
        await using var bench = await Bench.StartAsync();
        var refused = await Assert.ThrowsAsync<DashboardException>(() => DashboardServer.StartAsync(
            new DashboardOptions { Listen = bench.Server.Endpoint }, bench.Source, new PageFiles([], _ => Stream.Null), bench.Log,
            bench.Time, CancellationToken.None));
        Assert.Contains("--dashboard", refused.Message, StringComparison.Ordinal);
        Assert.Contains("is taken by another program", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AddressThatIsNotHere_SaysThatNobodyCanLook()
    {
        using var certificate = TestCertificate.Create();
        await using var bench = await Bench.StartAsync();
        var options = new DashboardOptions
        {
            Listen = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 0),
            Password = Bench.Hash,
            Certificate = certificate,
        };
        await using var server = await DashboardServer.StartAsync(
            options, bench.Source, new PageFiles([], _ => Stream.Null), bench.Log, bench.Time, CancellationToken.None);
        Assert.True(bench.Log.Has(1348, "192.0.2.1 is no address of this host"));
    }

    [Fact]
    public async Task Start_PortZero_TellsTheAddress()
    {
        await using var bench = await Bench.StartAsync();
        Assert.NotEqual(0, bench.Server.Endpoint.Port);
        Assert.True(bench.Log.Has(1340, $"http://127.0.0.1:{bench.Server.Endpoint.Port}/"));
        Assert.True(bench.Log.Has(1347, "no page"));
    }
}
