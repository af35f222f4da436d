using System.Net;
using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Certificates;

namespace Farlink.Mqtt.Tests;

/// <summary>A CA with certificates of a broker and of devices, good and bad, made once for the tests of this assembly.</summary>
internal sealed class TestPki
{
    public static TestPki Instance { get; } = new();

    private TestPki()
    {
        var folder = Directory.CreateTempSubdirectory("farlink-test-pki-").FullName;
        var files = new PkiFolder(Path.Combine(folder, "pki"));
        var now = DateTimeOffset.UtcNow;

        // Old enough to have issued what has expired since.
        CertificateAuthority.Initialize(files, "correct horse", now.AddDays(-400));
        using (var authority = CertificateAuthority.Open(files, "correct horse"))
        {
            authority.Issue(
                new LeafRequest { Purpose = LeafPurpose.Server, Names = ["mqtt.com"], Addresses = [IPAddress.Loopback] }, now);
            authority.Issue(
                new LeafRequest
                {
                    Purpose = LeafPurpose.Server,
                    Names = ["mqtt.com"],
                    Addresses = [IPAddress.Loopback],
                    FileName = "renewed",
                },
                now);
            authority.Issue(Device("esp8266"), now);
            authority.Issue(Device("other"), now);
            authority.Issue(Device("esp8266") with { FileName = "expired", ValidDays = 30 }, now.AddDays(-100));
            authority.Issue(Device("esp8266") with { FileName = "early" }, now.AddDays(100));
            authority.Issue(Device("revoked"), now);
            using var revoked = PemFiles.ReadCertificate(files.Certificate("revoked"));
            authority.Revoke(revoked, now);
        }

        Server = Read(files, "mqtt.com");
        Renewed = Read(files, "renewed");
        Client = Read(files, "esp8266");
        Other = Read(files, "other");
        Expired = Read(files, "expired");
        Early = Read(files, "early");
        Revoked = Read(files, "revoked");
        Check = new CertificateCheck(
            files.CaCertificate, TimeProvider.System, Revocations.Open(files.RevocationList, files.CaCertificate));
        Directory.Delete(folder, recursive: true);
    }

    public X509Certificate2 Server { get; }

    /// <summary>The broker's as well, with another key.</summary>
    public X509Certificate2 Renewed { get; }

    public X509Certificate2 Client { get; }

    public X509Certificate2 Other { get; }

    /// <summary>Of esp8266, and past its end.</summary>
    public X509Certificate2 Expired { get; }

    /// <summary>Of esp8266, and before its beginning.</summary>
    public X509Certificate2 Early { get; }

    public X509Certificate2 Revoked { get; }

    public CertificateCheck Check { get; }

    private static LeafRequest Device(string name) => new() { Purpose = LeafPurpose.Client, Names = [name] };

    private static X509Certificate2 Read(PkiFolder files, string name) =>
        PemFiles.ReadWithKey(files.Certificate(name), files.Key(name));
}
