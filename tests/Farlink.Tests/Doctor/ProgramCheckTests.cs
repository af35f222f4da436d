using Farlink.Doctor;
using Farlink.Host.Doctor;
using Farlink.Mqtt.Broker;
using Farlink.Radios.Boards;

namespace Farlink.Tests.Doctor;

/// <summary>
/// Every check that needs more than the host: quiet where all is well, and where something is not it says what.
/// </summary>
public sealed class ProgramCheckTests(PkiFixture pki) : IClassFixture<PkiFixture>
{
    private static readonly ProgramCase[] Cases =
        [.. ChipCases.All, .. KeyCases.All, .. BrokerCases.All, .. StatusCases.All, .. DashboardCases.All];

    /// <summary>Of a site in good order these do not apply.</summary>
    private static readonly string[] Skipped =
    [
        "radio.busy", "element.chip", "element.key", "cert.handshake", "link.state", "dashboard.answer", "dashboard.login",
        "dashboard.cert", "dashboard.history", "dashboard.metrics", "homeassistant.acl", "upstream.name", "upstream.reach",
        "upstream.tls", "upstream.login",
    ];

    private static readonly string[] OfTheHost = [.. HostChecks.All.Select(check => check.Id)];

    public static TheoryData<string> Names { get; } = [.. Cases.Select(one => one.Name)];

    public static TheoryData<string> Ids { get; } =
        [.. DoctorRegistry.All.Select(check => check.Id).Where(id => !OfTheHost.Contains(id))];

    public static TheoryData<string> Boards { get; } = [.. KnownBoards.All.Select(board => board.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Check_SomethingIsWrong_SaysWhatAndTheCure(string name)
    {
        var one = Cases.Single(candidate => candidate.Name == name);
        await using var bench = new DoctorBench(pki);
        await one.Break(bench);
        var finding = await bench.ExamineAsync(one.Id);
        Assert.Contains(one.Saw, finding.Saw, StringComparison.Ordinal);
        Assert.Contains(one.Cure, finding.Cure, StringComparison.Ordinal);
        Assert.Equal(one.Verdict, finding.Verdict);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Check_SiteInOrder_IsQuiet(string id)
    {
        await using var bench = new DoctorBench(pki);
        var finding = await bench.ExamineAsync(id);
        Assert.Equal((Skipped.Contains(id) ? Verdict.Skip : Verdict.Ok, ""), (finding.Verdict, finding.Cure));
        Assert.NotEmpty(finding.Saw);
    }

    /// <summary>No board's chip is called faulty for the way it is built in.</summary>
    [Theory]
    [MemberData(nameof(Boards))]
    public async Task Radio_EveryBoardWiredRightly_IsQuiet(string name)
    {
        var board = KnownBoards.Find(name)!;
        await using var bench = new DoctorBench(pki);
        ChipCases.Configure(bench, board);
        foreach (var id in (string[])["radio.chip", "radio.spi", "radio.reset", "radio.busy", "radio.clock", "radio.interrupt"])
        {
            var finding = await bench.ExamineAsync(id);
            var isQuiet = finding.Verdict == Verdict.Ok || (finding.Verdict == Verdict.Skip && id == "radio.busy");
            Assert.True(isQuiet, $"{id}: {finding}");
        }
    }

    [Fact]
    public async Task Radio_ServiceRuns_IsLeftAlone()
    {
        await using var bench = new DoctorBench(pki);
        bench.RunService();
        bench.OpenChip = _ => throw new InvalidOperationException("the chip was touched");
        foreach (var check in ChipChecksOf())
        {
            var finding = await bench.ExamineAsync(check);
            Assert.Equal((Verdict.Skip, "in use by the running service (process 4711)"), (finding.Verdict, finding.Saw));
        }
    }

    /// <summary>A base that feeds another broker has none of its own: nothing listens, no certificate is missing.</summary>
    [Theory]
    [InlineData("port.listener")]
    [InlineData("cert.server")]
    [InlineData("cert.names")]
    [InlineData("cert.expiry")]
    [InlineData("cert.handshake")]
    public async Task OwnBroker_BaseWithUpstream_IsNoMatter(string id)
    {
        await using var bench = new DoctorBench(pki) { Toml = DoctorBench.Base(1, "") };
        Assert.Equal(Verdict.Skip, (await bench.ExamineAsync(id)).Verdict);
    }

    [Fact]
    public async Task Radio_NoChip_IsSkipped()
    {
        await using var bench = new DoctorBench(pki) { Toml = DoctorBench.Base(1, "") };
        foreach (var check in ChipChecksOf()) Assert.Equal(Verdict.Skip, (await bench.ExamineAsync(check)).Verdict);
    }

    [Fact]
    public async Task State_ServiceRuns_TellsWhenTheOtherEndWasHeard()
    {
        await using var bench = new DoctorBench(pki);
        StatusCases.Run(bench, service => service);
        var finding = await bench.ExamineAsync("link.state");
        Assert.Equal((Verdict.Ok, "barn was heard 3 s ago, margin 17 dB"), (finding.Verdict, finding.Saw));
    }

    [Fact]
    public async Task Handshake_BrokerAsConfigured_RefusesTheDoctorAndThatIsGood()
    {
        await using var bench = new DoctorBench(pki);
        await BrokerCases.RunOwnAsync(bench, "raspberry", ListenerAuth.Mutual);
        var finding = await bench.ExamineAsync("cert.handshake");
        Assert.Contains("refuses who has no certificate", finding.Saw, StringComparison.Ordinal);
        Assert.Equal(Verdict.Ok, finding.Verdict);
    }

    [Fact]
    public async Task Upstream_BrokerInOrder_LetsTheDoctorIn()
    {
        await using var bench = new DoctorBench(pki);
        await BrokerCases.RunUpstreamAsync(bench, "raspberry", "");
        foreach (var id in (string[])["upstream.reach", "upstream.tls", "upstream.login"])
        {
            var finding = await bench.ExamineAsync(id);
            Assert.True(finding.Verdict == Verdict.Ok, $"{id}: {finding}");
        }

        bench.Replace("//127.0.0.1", "//localhost");
        Assert.Equal(Verdict.Ok, (await bench.ExamineAsync("upstream.name")).Verdict);
    }

    [Fact]
    public async Task Element_LockedChipAndPairedKey_AreGood()
    {
        await using var bench = new DoctorBench(pki);
        KeyCases.Pair(bench, "barn");
        KeyCases.UseElement(bench, 0x35);
        Assert.Equal(Verdict.Ok, (await bench.ExamineAsync("element.chip")).Verdict);
        Assert.Equal(Verdict.Ok, (await bench.ExamineAsync("element.key")).Verdict);
        Assert.Equal(Verdict.Ok, (await bench.ExamineAsync("link.pairing")).Verdict);
    }

    /// <summary>A check that is added without a test that makes it speak is no check.</summary>
    [Fact]
    public void Registry_EveryCheck_HasACaseInWhichItSpeaks()
    {
        var spoken = Cases.Select(one => one.Id).Concat(OfTheHost).ToHashSet();
        Assert.DoesNotContain(DoctorRegistry.All, check => !spoken.Contains(check.Id));
        Assert.DoesNotContain(spoken, id => DoctorRegistry.All.All(check => check.Id != id));
        Assert.Equal(DoctorRegistry.All.Count, spoken.Count);
    }

    private static IEnumerable<string> ChipChecksOf() =>
        DoctorRegistry.All.Where(check => check.Area == "radio" && check.Id != "radio.reach").Select(check => check.Id);
}
