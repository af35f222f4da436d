using Farlink.Host.Doctor;

namespace Farlink.Tests.Doctor;

/// <summary>A dashboard in good order is left in peace; its cures cure.</summary>
public sealed class DashboardCheckTests(PkiFixture pki) : IClassFixture<PkiFixture>
{
    /// <summary>The real one, with TLS and without.</summary>
    [Theory]
    [InlineData(null, "")]
    [InlineData("raspberry", ", Tls1")]
    public async Task Answer_DashboardRuns_IsSeen(string? certificate, string by)
    {
        await using var bench = new DoctorBench(pki);
        var port = await DashboardCases.ShowAsync(bench, certificate);
        DashboardCases.Run(
            bench, port,
            certificate is null ? "" : $"certificate = \"ecc.{certificate}.cert.pem\"\nkey = \"ecc.{certificate}.key.pem\"\n");

        // A build without Node has no page, of which it says so.
        var finding = await bench.ExamineAsync("dashboard.answer");
        Assert.StartsWith($"127.0.0.1:{port} answers{(finding.Verdict == Verdict.Ok ? by : "")}", finding.Saw,
            StringComparison.Ordinal);
        Assert.True(finding.Verdict is Verdict.Ok or Verdict.Warn, $"{finding}");
    }

    [Theory]
    [InlineData("dashboard.login")]
    [InlineData("dashboard.cert")]
    [InlineData("dashboard.history")]
    public async Task Check_DashboardForOthersInOrder_IsQuiet(string id)
    {
        await using var bench = new DoctorBench(pki);
        DashboardCases.Write(bench, DashboardCases.Elsewhere);
        var finding = await bench.ExamineAsync(id);
        Assert.Equal((Verdict.Ok, ""), (finding.Verdict, finding.Cure));
    }

    /// <summary>By ssh: no password is asked for, and nobody else comes by those names.</summary>
    [Fact]
    public async Task Login_OnLoopbackWithNamesOfThisHost_NeedsNone()
    {
        await using var bench = new DoctorBench(pki);
        const string hosts = "hosts = [\"localhost:9000\", \"127.0.0.1:9000\", \"[::1]:9000\"]";
        DashboardCases.Write(bench, $"{DashboardCases.Loopback}\n{hosts}");
        Assert.Equal(Verdict.Ok, (await bench.ExamineAsync("dashboard.login")).Verdict);
        Assert.Equal(Verdict.Skip, (await bench.ExamineAsync("dashboard.cert")).Verdict);
    }

    [Theory]
    [InlineData("- 127.0.0.1:8080", "Ok")]
    [InlineData("- targets: [\"localhost:8080\"]", "Ok")]
    [InlineData("- barn.example:8080", "Skip")]
    [InlineData("# - 127.0.0.1:8080", "Skip")]
    [InlineData("- 127.0.0.1:18080", "Skip")]
    public async Task Metrics_PrometheusOfThisHost_MayFetchThem(string target, string verdict)
    {
        await using var bench = new DoctorBench(pki);
        DashboardCases.Scrape(bench, DashboardCases.Loopback, target);
        var finding = await bench.ExamineAsync("dashboard.metrics");
        Assert.Equal((verdict, ""), ($"{finding.Verdict}", finding.Cure));
    }

    [Theory]
    [InlineData("user home\ntopic read homeassistant/#\ntopic read farlink/#\n", "home may read it")]
    [InlineData("pattern read #\n", "everybody may read it")]
    public async Task HomeAssistant_SomebodyMayReadIt_IsQuiet(string rules, string saw)
    {
        await using var bench = new DoctorBench(pki);
        DashboardCases.Discover(bench, rules);
        var finding = await bench.ExamineAsync("homeassistant.acl");
        Assert.Equal((Verdict.Ok, saw), (finding.Verdict, finding.Saw));
    }

    /// <summary>A site has no CA: the certificate is made at its base, and brought.</summary>
    [Fact]
    public async Task Certificate_InstalledSite_IsMadeAtTheBaseAndBrought()
    {
        await using var bench = new DoctorBench(pki) { ConfigPath = "/etc/farlink/farlink.toml" };
        DashboardCases.Write(bench, DashboardCases.Elsewhere);
        File.Delete(bench["ecc.raspberry.cert.pem"]);
        var cure = (await bench.ExamineAsync("dashboard.cert")).Cure.Split('\n');
        Assert.StartsWith("sudo farlink pki issue --dir /etc/farlink/pki --server --name ", cure[0], StringComparison.Ordinal);
        Assert.EndsWith("--address 192.168.2.1 --file dashboard --replace  # at the base", cure[0], StringComparison.Ordinal);
        Assert.StartsWith("sudo install -m 644 ecc.dashboard.cert.pem /", cure[1], StringComparison.Ordinal);
        Assert.StartsWith("sudo install -m 600 ", cure[2], StringComparison.Ordinal);
        Assert.Equal("sudo systemctl restart farlink-site", cure[3]);
    }
}
