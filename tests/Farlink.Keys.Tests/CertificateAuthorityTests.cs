using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Certificates;
using Farlink.Keys.Files;

namespace Farlink.Keys.Tests;

public sealed class CertificateAuthorityTests : IDisposable
{
    private const string Passphrase = "correct horse";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();
    private readonly PkiFolder _pki;

    public CertificateAuthorityTests()
    {
        _pki = new PkiFolder(_folder.File("pki"));
        CertificateAuthority.Initialize(_pki, Passphrase, Now, rounds: 1000);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Initialize_NewFolder_HasThePrivateFilesOfTheSeedsNames()
    {
        Assert.True(File.Exists(_folder.File("pki/ecc.ca.cert.pem")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("pki/ecc.ca.key.pem")));
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", File.ReadAllText(_pki.CaKey), StringComparison.Ordinal);
    }

    [Fact]
    public void Initialize_Again_IsRefusedAndChangesNothing()
    {
        var before = File.ReadAllText(_pki.CaCertificate);
        Assert.Throws<PkiException>(() => CertificateAuthority.Initialize(_pki, Passphrase, Now, rounds: 1000));
        Assert.Equal(before, File.ReadAllText(_pki.CaCertificate));
    }

    [Fact]
    public void Initialize_ShortPassphrase_IsRefused() => Assert.Throws<PkiException>(
        () => CertificateAuthority.Initialize(new PkiFolder(_folder.File("other")), "short", Now));

    [Fact]
    public void Open_WrongPassphrase_IsRefused() =>
        Assert.Throws<PkiException>(() => CertificateAuthority.Open(_pki, "wrong passphrase"));

    [Fact]
    public void Issue_Server_HasEveryNameAndAddressAskedFor()
    {
        IssueServer();
        using var certificate = PemFiles.ReadWithKey(_pki.Certificate("raspberry"), _pki.Key("raspberry"));
        foreach (var name in (string[])["mqtt.com", "broker.local", "192.168.2.1", "::1"])
            Assert.True(certificate.MatchesHostname(name, allowCommonName: false), name);
        Assert.False(certificate.MatchesHostname("other.com", allowCommonName: false));
        Assert.Equal("1.2.840.10045.3.1.7", certificate.GetECDsaPublicKey()!.ExportParameters(false).Curve.Oid.Value);
    }

    [Theory]
    [InlineData("raspberry", "sslserver", true)]
    [InlineData("raspberry", "sslclient", false)]
    [InlineData("esp8266", "sslclient", true)]
    [InlineData("esp8266", "sslserver", false)]
    public void Issue_Certificate_IsGoodToOpenSslForItsPurposeOnly(string name, string purpose, bool good)
    {
        using (var authority = CertificateAuthority.Open(_pki, Passphrase))
            authority.Issue(new LeafRequest { Purpose = LeafPurpose.Client, Names = ["esp8266"] }, DateTimeOffset.UtcNow);
        IssueServer(DateTimeOffset.UtcNow);
        using var openssl = Process.Start(new ProcessStartInfo(
            "openssl", ["verify", "-CAfile", _pki.CaCertificate, "-x509_strict", "-purpose", purpose, _pki.Certificate(name)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Assert.True(openssl.WaitForExit(20_000));
        Assert.Equal(good, openssl.ExitCode == 0);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("ca")]
    [InlineData("a b")]
    [InlineData("")]
    public void Issue_NameThatIsNoFileName_IsRefused(string name)
    {
        using var authority = CertificateAuthority.Open(_pki, Passphrase);
        var request = new LeafRequest { Purpose = LeafPurpose.Client, Names = ["device"], FileName = name };
        Assert.Throws<PkiException>(() => authority.Issue(request, Now));
    }

    [Theory]
    [InlineData("a#b")]
    [InlineData("a/b")]
    [InlineData("+")]
    [InlineData("a\nb")]
    public void Issue_ClientNameThatCouldWidenAnAcl_IsRefused(string name)
    {
        using var authority = CertificateAuthority.Open(_pki, Passphrase);
        var request = new LeafRequest { Purpose = LeafPurpose.Client, Names = [name], FileName = "device" };
        Assert.Throws<PkiException>(() => authority.Issue(request, Now));
    }

    [Fact]
    public void Issue_Twice_IsRefusedUnlessReplaced()
    {
        IssueServer();
        var before = File.ReadAllText(_pki.Key("raspberry"));
        Assert.Throws<PkiException>(() => IssueServer());
        Assert.Equal(before, File.ReadAllText(_pki.Key("raspberry")));
        IssueServer(replace: true);
        Assert.NotEqual(before, File.ReadAllText(_pki.Key("raspberry")));
    }

    [Fact]
    public void Open_KeyOthersMayRead_IsRefused()
    {
        File.SetUnixFileMode(_pki.CaKey, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Throws<KeyFileException>(() => CertificateAuthority.Open(_pki, Passphrase));
    }

    [Fact]
    public void ReadWithKey_KeyOfAnother_IsRefused()
    {
        IssueServer();
        using (var authority = CertificateAuthority.Open(_pki, Passphrase))
            authority.Issue(new LeafRequest { Purpose = LeafPurpose.Client, Names = ["esp8266"] }, Now);
        Assert.Throws<PkiException>(() => PemFiles.ReadWithKey(_pki.Certificate("raspberry"), _pki.Key("esp8266")));
    }

    private void IssueServer(DateTimeOffset? now = null, bool replace = false)
    {
        using var authority = CertificateAuthority.Open(_pki, Passphrase);
        var request = new LeafRequest
        {
            Purpose = LeafPurpose.Server,
            Names = ["mqtt.com", "broker.local"],
            Addresses = [IPAddress.Parse("192.168.2.1"), IPAddress.IPv6Loopback],
            FileName = "raspberry",
            Replace = replace,
        };
        Assert.Equal("raspberry", authority.Issue(request, now ?? Now));
    }
}
