using Farlink.Host.Doctor;

namespace Farlink.Tests.Doctor;

/// <summary>The cures for certificates cure: each is run as it stands, with the program itself, and without sudo.</summary>
public sealed class CertificateCuresTests(PkiFixture pki) : IClassFixture<PkiFixture>
{
    private const string Base = """
        role = "base"
        name = "home"
        [radio]
        uri = "ether://127.0.0.1:4001"
        [link]
        store = "farlink.db"
        [broker]
        ca = "certs/ca.pem"
        cert = "certs/broker.cert.pem"
        key = "certs/broker.key.pem"
        [[broker.listener]]
        address = "127.0.0.1:8883"
        [[site]]
        name = "barn"
        session = "psk"
        key_file = "link.key"
        [[route]]
        topic = "#"
        """;

    [Fact]
    public async Task Cure_BaseWithoutCertificates_MakesThemWhereItsConfigurationHasThem()
    {
        await using var bench = Bench();
        bench.Toml = Base;
        Directory.CreateDirectory(bench["certs"]);
        foreach (var id in (string[])["cert.ca", "cert.server"])
        {
            var finding = await bench.ExamineAsync(id);
            Assert.Equal(Verdict.Fail, finding.Verdict);
            await RunAsync(bench, finding.Cure);
            Assert.Equal((Verdict.Ok, ""), Of(await bench.ExamineAsync(id)));
        }

        Assert.Equal(Verdict.Ok, (await bench.ExamineAsync("cert.names")).Verdict);
    }

    /// <summary>init has it beside the configuration, and the service reads it there: nothing is to be installed.</summary>
    [Fact]
    public async Task Cure_BaseWhoseCertificateIsForAnotherAddress_KeepsItsNames()
    {
        await using var bench = Bench();
        bench.Toml = Base.Replace("certs/broker.", "pki/ecc.elsewhere.", StringComparison.Ordinal)
            .Replace("certs/ca.pem", "pki/ecc.ca.cert.pem", StringComparison.Ordinal)
            .Replace("127.0.0.1:8883", "192.168.9.9:8883", StringComparison.Ordinal);
        var finding = await bench.ExamineAsync("cert.names");
        Assert.Contains("--server --name other.example --address 192.168.9.9 --address 192.168.2.1", finding.Cure,
            StringComparison.Ordinal);
        Assert.DoesNotContain("install", finding.Cure, StringComparison.Ordinal);
        await RunAsync(bench, finding.Cure);
        Assert.Equal((Verdict.Ok, ""), Of(await bench.ExamineAsync("cert.names")));
        Assert.Equal((Verdict.Ok, ""), Of(await bench.ExamineAsync("cert.server")));
    }

    /// <summary>What is between the two hosts is a person with a stick.</summary>
    [Fact]
    public async Task Cure_SiteWithoutAKey_MakesItAtTheBaseByTheNameThatInitGives()
    {
        await using var bench = Bench();
        File.Delete(bench["ecc.raspberry.key.pem"]);
        var cure = (await bench.ExamineAsync("cert.server")).Cure.Split('\n');
        await RunAsync(bench, $"{cure[0]}\ncp pki/ecc.raspberry-barn.*.pem .\n{string.Join('\n', cure[1..])}");
        Assert.Equal((Verdict.Ok, ""), Of(await bench.ExamineAsync("cert.server")));
        Assert.Equal((Verdict.Ok, ""), Of(await bench.ExamineAsync("cert.names")));
    }

    [Theory]
    [InlineData("cert.server", "sudo farlink pki issue --dir /etc/farlink/pki --server --name mqtt.com --address 192.168.2.1 ")]
    [InlineData("cert.ca", "sudo farlink pki init --dir /etc/farlink/pki  # at the base")]
    public async Task Cure_InstalledSite_NamesTheFolderOfTheCa(string id, string expected)
    {
        await using var bench = new DoctorBench(pki) { ConfigPath = "/etc/farlink/farlink.toml" };
        File.Delete(bench["ecc.raspberry.cert.pem"]);
        File.Delete(bench["ecc.ca.cert.pem"]);
        Assert.StartsWith(expected, (await bench.ExamineAsync(id)).Cure, StringComparison.Ordinal);
    }

    private static (Verdict Verdict, string Cure) Of(Finding finding) => (finding.Verdict, finding.Cure);

    /// <summary>A bench with the CA's own folder beside its configuration.</summary>
    private DoctorBench Bench()
    {
        var bench = new DoctorBench(pki);
        Directory.CreateDirectory(bench["pki"]);
        foreach (var file in Directory.GetFiles(pki.Own.Path)) File.Copy(file, bench[$"pki/{Path.GetFileName(file)}"]);
        return bench;
    }

    private static async Task RunAsync(DoctorBench bench, string cure)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "farlink.dll");
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var script = $"cd '{bench["."]}'\nfarlink() {{ '{dotnet}' '{program}' \"$@\"; }}\nsudo() {{ \"$@\"; }}\n{cure}\n";
        var (code, output) = await Tool.RunAsync(
            "env", [$"FARLINK_CA_PASSPHRASE={PkiFixture.Passphrase}", "sh", "-e", "-c", script]);
        Assert.True(code == 0, $"{cure}\n{output}");
    }
}
