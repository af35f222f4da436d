using System.Collections;
using Farlink.Configuration;
using Farlink.Hosting;
using Farlink.Keys.Certificates;
using Farlink.Tests.Doctor;

namespace Farlink.Tests;

/// <summary>What <c>farlink config check</c> says of the files that a configuration names.</summary>
public sealed class FileProblemsTests(PkiFixture pki) : IClassFixture<PkiFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("raspberry", "raspberry", null, null)]
    [InlineData("esp8266", "esp8266", "Error", "is not the certificate of a server")]
    [InlineData("raspberry", "esp8266", "Error", "is not the key of")]
    [InlineData("ended", "ended", "Warning", "ended on ")]
    [InlineData("stranger", "stranger", "Warning", "was not issued by")]
    [InlineData("raspberry", "none", null, null)]
    public void Of_BrokersCertificate_SaysWhatDevicesWouldRefuse(
        string certificate, string key, string? severity, string? expected)
    {
        var folder = certificate == "stranger" ? pki.Other : pki.Own;
        var problems = Of($"ca = \"{pki.Own.CaCertificate}\"\ncert = \"{folder.Certificate(certificate)}\"\n"
            + $"key = \"{folder.Key(key)}\"\n");
        if (severity is null)
        {
            Assert.Empty(problems);
            return;
        }

        var problem = Assert.Single(problems);
        Assert.Equal($"{severity} broker.cert", $"{problem.Severity} {problem.Key}");
        Assert.Contains(expected!, problem.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_KeyThatOthersMayRead_IsAnError()
    {
        var key = Path.Combine(_folder, "ecc.key.pem");
        File.Copy(pki.Own.Key("raspberry"), key);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var problem = Assert.Single(Of($"ca = \"{pki.Own.CaCertificate}\"\n"
            + $"cert = \"{pki.Own.Certificate("raspberry")}\"\nkey = \"{key}\"\n"));
        Assert.Equal(Severity.Error, problem.Severity);
        Assert.Contains("chmod 600", problem.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadForServer_CertificateOfAClient_IsRefused()
    {
        using var good = PemFiles.ReadForServer(pki.Own.Certificate("raspberry"), pki.Own.Key("raspberry"));
        Assert.True(good.HasPrivateKey);
        var refused = Assert.Throws<PkiException>(
            () => PemFiles.ReadForServer(pki.Own.Certificate("esp8266"), pki.Own.Key("esp8266")));
        Assert.Contains("farlink pki issue --server", refused.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<ConfigProblem> Of(string broker)
    {
        var path = Path.Combine(_folder, "farlink.toml");
        File.WriteAllText(path, $"role = \"site\"\n[[route]]\ntopic = \"a\"\n[broker]\n{broker}");
        var (config, problems) = ConfigLoader.Load(path, null, new Hashtable());
        Assert.True(config is not null, string.Join('\n', problems));
        return FileProblems.Of(path, config!, new VerificationClock(TimeProvider.System));
    }
}
