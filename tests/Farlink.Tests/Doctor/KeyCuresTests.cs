using Farlink.Doctor;
using Farlink.Host.Doctor;
using Farlink.Host.Inspection;
using Farlink.Keys.Certificates;
using Farlink.Keys.Files;

namespace Farlink.Tests.Doctor;

/// <summary>A key that is only closed is opened, not made anew; what only the doctor may not read is no fault.</summary>
public sealed class KeyCuresTests(PkiFixture pki) : IClassFixture<PkiFixture>
{
    private const string Anew = "farlink pki issue";

    [Theory]
    [InlineData("root:x:0:0::/root:/bin/sh\n", null)]
    [InlineData("farlink:x:4294967294:999::/var/lib/farlink:/usr/sbin/nologin\n", "farlink")]
    public async Task Of_KeyThatMayNotBeRead_IsGivenToItsUser(string users, string? user)
    {
        await using var bench = new DoctorBench(pki);
        bench.Host.File("/etc/passwd", users);
        var key = bench["link.key"];
        var finding = Say(bench, key, new KeyFileException($"Cannot read {key}: denied", new UnauthorizedAccessException()));
        Assert.Equal($"sudo chown {user ?? Environment.UserName}: {key} && sudo chmod 600 {key}", finding.Cure);
        Assert.Equal(Verdict.Fail, finding.Verdict);
    }

    [Fact]
    public async Task Of_CertificateThatMayNotBeRead_IsOpened()
    {
        await using var bench = new DoctorBench(pki);
        var file = bench["ecc.ca.cert.pem"];
        var finding = Say(bench, file, new PkiException($"{file} holds no readable", new UnauthorizedAccessException()));
        Assert.Equal($"sudo chmod 644 {file}", finding.Cure);
    }

    [Fact]
    public async Task Of_KeyOfTheServiceThatThisUserMayNotRead_IsLeftToRoot()
    {
        await using var bench = new DoctorBench(pki);
        var (file, user) = ("/etc/passwd", 0);
        if (Environment.UserName == "root")
        {
            (file, user) = (bench["link.key"], 12345);
            Assert.Equal(0, (await Tool.RunAsync("chown", [$"{user}", file])).Code);
        }

        bench.Host.File("/etc/passwd", $"farlink:x:{user}:999::/var/lib/farlink:/usr/sbin/nologin\n");
        Assert.Throws<HostDeniedException>(() => Say(
            bench, file, new KeyFileException($"Cannot read {file}: denied", new UnauthorizedAccessException())));
    }

    [Theory]
    [InlineData("holds no readable EC private key")]
    [InlineData("does not exist.")]
    public async Task Of_KeyThatIsBrokenOrMissing_IsMadeAnew(string what)
    {
        await using var bench = new DoctorBench(pki);
        var file = bench["link.key"];
        Assert.Equal(Anew, Say(bench, file, new KeyFileException($"{file} {what}")).Cure);
    }

    private static Finding Say(DoctorBench bench, string file, Exception failure) =>
        KeyCures.Of(bench.Context(), [null, $"file:{file}"], failure, Anew);
}
