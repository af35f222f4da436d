using System.Net;
using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Certificates;

namespace Farlink.Mqtt.Tests;

/// <summary>A CA with a broker's and a device's certificate, made once for the tests of this assembly.</summary>
internal sealed class TestPki
{
    public static TestPki Instance { get; } = new();

    private TestPki()
    {
        var folder = Directory.CreateTempSubdirectory("farlink-test-pki-").FullName;
        var files = new PkiFolder(Path.Combine(folder, "pki"));
        CertificateAuthority.Initialize(files, "correct horse", DateTimeOffset.UtcNow);
        using (var authority = CertificateAuthority.Open(files, "correct horse"))
        {
            authority.Issue(
                new LeafRequest { Purpose = LeafPurpose.Server, Names = ["mqtt.com"], Addresses = [IPAddress.Loopback] },
                DateTimeOffset.UtcNow);
            authority.Issue(new LeafRequest { Purpose = LeafPurpose.Client, Names = ["esp8266"] }, DateTimeOffset.UtcNow);
            authority.Issue(new LeafRequest { Purpose = LeafPurpose.Client, Names = ["other"] }, DateTimeOffset.UtcNow);
        }

        Server = PemFiles.ReadWithKey(files.Certificate("mqtt.com"), files.Key("mqtt.com"));
        Client = PemFiles.ReadWithKey(files.Certificate("esp8266"), files.Key("esp8266"));
        Other = PemFiles.ReadWithKey(files.Certificate("other"), files.Key("other"));
        Check = new CertificateCheck(files.CaCertificate, TimeProvider.System);
        Directory.Delete(folder, recursive: true);
    }

    public X509Certificate2 Server { get; }

    public X509Certificate2 Client { get; }

    public X509Certificate2 Other { get; }

    public CertificateCheck Check { get; }
}
