using Farlink.Doctor;
using Farlink.Host.Doctor;

namespace Farlink.Tests.Doctor;

/// <summary>What root has made where the service works, and the command that does not make it so.</summary>
public sealed class StateOwnerTests(PkiFixture pki) : IClassFixture<PkiFixture>
{
    private const string Note = "  # at both ends within two minutes";

    [Theory]
    [InlineData("disk.store", "farlink.db")]
    [InlineData("link.pairing", "site.pairings")]
    [InlineData("link.pairing", "site.pairings/001.pairing.json")]
    [InlineData("link.pairing", "farlink.db.ended")]
    [InlineData("element.key", "site.key.pem")]
    public async Task Check_FileOfRootInTheStateFolder_GivesTheFolderBack(string id, string name)
    {
        await using var bench = Bench(name);
        var finding = await bench.ExamineAsync(id);
        Assert.Equal(
            (Verdict.Fail, $"sudo chown -R farlink: {Path.GetDirectoryName(bench["farlink.db"])}"),
            (finding.Verdict, finding.Cure));
        Assert.StartsWith($"{bench[name]} is not the user farlink's", finding.Saw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("disk.store", "site.key.pem")]
    [InlineData("link.pairing", "farlink.db")]
    [InlineData("element.key", "site.pairings")]
    public async Task Check_FileOfRootThatIsOfAnotherCheck_IsGood(string id, string name)
    {
        await using var bench = Bench(name);
        Assert.Equal(Verdict.Ok, (await bench.ExamineAsync(id)).Verdict);
    }

    /// <summary>Also one that is not in the state folder.</summary>
    [Theory]
    [InlineData("element.key", "site.key.pem")]
    [InlineData("cert.server", "ecc.raspberry.key.pem")]
    [InlineData("link.keys", "link.key")]
    public async Task Check_KeyThatOnlyRootCanRead_Fails(string id, string name)
    {
        if (Environment.UserName != "root") Assert.Skip("only root can read a key that the service's user cannot");
        await using var bench = new DoctorBench(pki);
        if (id == "element.key") KeyCases.Pair(bench, "barn");
        bench.Host.File("/etc/passwd", Users);
        Assert.Equal(Verdict.Ok, (await bench.ExamineAsync(id)).Verdict);
        Assert.Equal(0, (await Tool.RunAsync("chown", ["54321", bench["."]])).Code);
        var finding = await bench.ExamineAsync(id);
        Assert.Equal(
            (Verdict.Fail, $"sudo chown farlink: {bench[name]} && sudo chmod 600 {bench[name]}"),
            (finding.Verdict, finding.Cure));
        Assert.Equal(0, (await Tool.RunAsync("chown", ["54321", bench[name]])).Code);
        Assert.Equal(Verdict.Ok, (await bench.ExamineAsync(id)).Verdict);
    }

    [Fact]
    public async Task Pairing_InstalledEnd_IsPairedAsTheServicesUser()
    {
        await using var bench = Unpaired();
        bench.ConfigPath = "/etc/farlink/farlink.toml";
        const string pair = $"sudo -u farlink farlink pair -c /etc/farlink/farlink.toml{Note}";
        Assert.Equal(pair, (await bench.ExamineAsync("link.pairing")).Cure);
        Assert.Equal(pair, PairCure.Usual);
        bench.RunService();
        Assert.Equal(
            $"sudo systemctl stop farlink-site\n{pair}\nsudo systemctl start farlink-site",
            (await bench.ExamineAsync("link.pairing")).Cure);
    }

    [Fact]
    public async Task Pairing_EndOfOnesOwn_IsPairedAsOneself()
    {
        await using var bench = Unpaired();
        var pair = $"farlink pair -c {bench["farlink.toml"]}{Note}";
        Assert.Equal(pair, (await bench.ExamineAsync("link.pairing")).Cure);
        bench.RunService();
        Assert.Equal(
            $"kill 4711  # the site: it has the radio\n{pair}\nfarlink site -c {bench["farlink.toml"]}",
            (await bench.ExamineAsync("link.pairing")).Cure);
    }

    private const string Users = "farlink:x:54321:54321::/var/lib/farlink:/usr/sbin/nologin\n";

    private DoctorBench Unpaired()
    {
        var bench = new DoctorBench(pki);
        bench.Replace("key_file = \"link.key\"\n", "");
        return bench;
    }

    /// <summary>A paired site, of whose state folder find says that this is not the service's.</summary>
    private DoctorBench Bench(string stranger)
    {
        var bench = new DoctorBench(pki);
        KeyCases.Pair(bench, "barn");
        bench.Host.Folder(Path.GetDirectoryName(bench["farlink.db"])!).File("/etc/passwd", Users)
            .Program("find", "*", $"{bench.Host.View.Real(bench[stranger])}\n");
        return bench;
    }
}
