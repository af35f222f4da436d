using System.Net;
using Farlink.Keys.Certificates;

namespace Farlink.Tests.Doctor;

/// <summary>Two CAs and certificates of them, made once: a passphrase takes its time.</summary>
public sealed class PkiFixture : IDisposable
{
    public const string Passphrase = "correct horse";
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-pki-").FullName;

    public PkiFixture()
    {
        // Past, so that something can have ended meanwhile.
        var made = Now.AddDays(-400);
        CertificateAuthority.Initialize(Own, Passphrase, made, rounds: 1000);
        CertificateAuthority.Initialize(Other, Passphrase, made, rounds: 1000);
        using var own = CertificateAuthority.Open(Own, Passphrase);
        own.Issue(Server("raspberry", "mqtt.com", 3650), Now);
        own.Issue(Server("ended", "mqtt.com", 30), Now.AddDays(-100));
        own.Issue(Server("ending", "mqtt.com", 10), Now);
        own.Issue(new LeafRequest { Purpose = LeafPurpose.Client, Names = ["esp8266"], FileName = "esp8266" }, Now);
        own.Issue(Server("elsewhere", "other.example", 3650), Now);
        own.Revoke(null, Now.AddDays(-399));
        File.Copy(Own.RevocationList, OldList);
        own.Revoke(null, Now);
        using var other = CertificateAuthority.Open(Other, Passphrase);
        other.Issue(Server("stranger", "mqtt.com", 3650), Now);
    }

    /// <summary>By the clock that certificates are checked with.</summary>
    public static DateTimeOffset Now { get; } = new VerificationClock(TimeProvider.System).GetUtcNow();

    public PkiFolder Own => new(Path.Combine(_folder, "own"));

    public PkiFolder Other => new(Path.Combine(_folder, "other"));

    /// <summary>A list of revocations that should have been renewed.</summary>
    public string OldList => Path.Combine(_folder, "old.crl.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static LeafRequest Server(string file, string name, int days) => new()
    {
        Purpose = LeafPurpose.Server,
        Names = [name],
        Addresses = [IPAddress.Parse("192.168.2.1"), IPAddress.Loopback],
        FileName = file,
        ValidDays = days,
    };
}
