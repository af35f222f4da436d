using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farlink.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Tests;

/// <summary>When certificates end, as metrics have it.</summary>
public sealed class CertificateEndsTests : IDisposable
{
    private static readonly DateTimeOffset First = new(2027, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-ends-").FullName;
    private readonly FakeTimeProvider _time = new();

    private string Pem => Path.Combine(_folder, "broker.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_CertificateAndMissingFile_HasTheOneThatIsThere()
    {
        Write(First);
        var ends = new CertificateEnds([("broker", Pem), ("upstream", Path.Combine(_folder, "missing.pem"))], _time).Read();
        var end = Assert.Single(ends);
        Assert.Equal(("broker", First), (end.Use, end.NotAfter));
    }

    [Fact]
    public void Read_CertificateReplaced_IsSeenAfterTenMinutes()
    {
        Write(First);
        var ends = new CertificateEnds([("broker", Pem)], _time);
        ends.Read();
        Write(First.AddYears(1));
        _time.Advance(CertificateEnds.Every - TimeSpan.FromTicks(1));
        Assert.Equal(First, Assert.Single(ends.Read()).NotAfter);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(First.AddYears(1), Assert.Single(ends.Read()).NotAfter);
    }

    private void Write(DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=broker", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), notAfter);
        File.WriteAllText(Pem, certificate.ExportCertificatePem());
    }
}
