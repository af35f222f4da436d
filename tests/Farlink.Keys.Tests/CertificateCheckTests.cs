using Farlink.Keys.Certificates;

namespace Farlink.Keys.Tests;

public sealed class CertificateCheckTests : IDisposable
{
    private const string Passphrase = "correct horse";
    private static readonly DateTimeOffset Issued = new(2026, 1, 10, 0, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();
    private readonly PkiFolder _ours;
    private readonly PkiFolder _theirs;

    public CertificateCheckTests()
    {
        _ours = Make("ours");
        _theirs = Make("theirs");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, CertificateFault.None)]
    [InlineData(9, CertificateFault.None)]
    [InlineData(11, CertificateFault.Expired)]
    [InlineData(-3, CertificateFault.NotYetValid)]
    public void CheckClient_OnADay_LooksAtValidity(int days, CertificateFault expected)
    {
        using var check = new CertificateCheck(_ours.CaCertificate, new FixedTime(Issued.AddDays(days)));
        using var certificate = PemFiles.ReadCertificate(_ours.Certificate("device"));
        Assert.Equal(expected, check.CheckClient(certificate).Fault);
    }

    [Fact]
    public void CheckClient_AnotherCa_IsRefused()
    {
        using var check = new CertificateCheck(_ours.CaCertificate, new FixedTime(Issued));
        using var certificate = PemFiles.ReadCertificate(_theirs.Certificate("device"));
        Assert.Equal(CertificateFault.OtherAuthority, check.CheckClient(certificate).Fault);
    }

    [Fact]
    public void CheckClient_ServersCertificate_IsRefused()
    {
        using var check = new CertificateCheck(_ours.CaCertificate, new FixedTime(Issued));
        using var certificate = PemFiles.ReadCertificate(_ours.Certificate("mqtt.com"));
        Assert.Equal(CertificateFault.WrongPurpose, check.CheckClient(certificate).Fault);
    }

    [Fact]
    public void CheckClient_None_IsRefused()
    {
        using var check = new CertificateCheck(_ours.CaCertificate, new FixedTime(Issued));
        Assert.Equal(CertificateFault.Missing, check.CheckClient(null).Fault);
    }

    [Theory]
    [InlineData("mqtt.com", CertificateFault.None)]
    [InlineData("evil.com", CertificateFault.WrongName)]
    [InlineData("127.0.0.1", CertificateFault.WrongName)]
    public void CheckServer_Name_MustBeInTheCertificate(string name, CertificateFault expected)
    {
        using var check = new CertificateCheck(_ours.CaCertificate, new FixedTime(Issued));
        using var certificate = PemFiles.ReadCertificate(_ours.Certificate("mqtt.com"));
        Assert.Equal(expected, check.CheckServer(certificate, name).Fault);
    }

    private PkiFolder Make(string name)
    {
        var folder = new PkiFolder(_folder.File(name));
        CertificateAuthority.Initialize(folder, Passphrase, Issued, rounds: 1000);
        using var authority = CertificateAuthority.Open(folder, Passphrase);
        authority.Issue(new LeafRequest { Purpose = LeafPurpose.Client, Names = ["device"], ValidDays = 10 }, Issued);
        authority.Issue(new LeafRequest { Purpose = LeafPurpose.Server, Names = ["mqtt.com"], ValidDays = 10 }, Issued);
        return folder;
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
