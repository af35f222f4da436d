using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Certificates;
using Farlink.Keys.Files;
using Farlink.Mqtt.Access;

namespace Farlink.Demo;

/// <summary>Keys, certificates and a password for one demonstration, in a folder of its own that goes with it.</summary>
internal sealed class DemoPki : IDisposable
{
    public const string ServerName = "mqtt.com";
    public const string User = "esp8266";

    private readonly string _folder;

    private DemoPki(string folder)
    {
        _folder = folder;
        var files = new PkiFolder(Path.Combine(folder, "pki"));
        var passphrase = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        CertificateAuthority.Initialize(files, passphrase, DateTimeOffset.UtcNow);
        using (var authority = CertificateAuthority.Open(files, passphrase))
        {
            authority.Issue(
                new LeafRequest
                {
                    Purpose = LeafPurpose.Server,
                    Names = [ServerName],
                    Addresses = [IPAddress.Loopback],
                    FileName = "raspberry",
                },
                DateTimeOffset.UtcNow);
            authority.Issue(new LeafRequest { Purpose = LeafPurpose.Client, Names = ["esp8266"] }, DateTimeOffset.UtcNow);
        }

        Server = PemFiles.ReadWithKey(files.Certificate("raspberry"), files.Key("raspberry"));
        Client = PemFiles.ReadWithKey(files.Certificate("esp8266"), files.Key("esp8266"));
        Check = new CertificateCheck(files.CaCertificate, TimeProvider.System);

        var keyFile = Path.Combine(folder, "link.key");
        LinkKeyFile.Create(keyFile);
        LinkKey = LinkKeyFile.Read(keyFile);

        Password = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        Passwords = PasswordFile.Parse(string.Empty, "demo");
        Passwords.Set(User, Password);
    }

    public X509Certificate2 Server { get; }

    public X509Certificate2 Client { get; }

    public CertificateCheck Check { get; }

    public byte[] LinkKey { get; }

    /// <summary>Where this run may keep files.</summary>
    public string Folder => _folder;

    public string Password { get; }

    public PasswordFile Passwords { get; }

    public static DemoPki Create()
    {
        var folder = Directory.CreateTempSubdirectory("farlink-demo-").FullName;
        try
        {
            return new DemoPki(folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
        Check.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
