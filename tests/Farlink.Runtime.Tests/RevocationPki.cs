using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Certificates;

namespace Farlink.Runtime.Tests;

/// <summary>A CA with one device, and files for lists of revocations.</summary>
internal sealed class RevocationPki : IDisposable
{
    private const string Passphrase = "correct horse";
    private readonly string _folder;
    private readonly PkiFolder _pki;

    public RevocationPki(string folder)
    {
        _folder = folder;
        _pki = new PkiFolder(Path.Combine(folder, "pki"));
        CertificateAuthority.Initialize(_pki, Passphrase, DateTimeOffset.UtcNow);
        using var authority = CertificateAuthority.Open(_pki, Passphrase);
        authority.Issue(new LeafRequest { Purpose = LeafPurpose.Client, Names = ["esp8266"] }, DateTimeOffset.UtcNow);
        authority.Issue(new LeafRequest { Purpose = LeafPurpose.Server, Names = ["mqtt.com"] }, DateTimeOffset.UtcNow);
        Device = PemFiles.ReadCertificate(_pki.Certificate("esp8266"));
    }

    public X509Certificate2 Device { get; }

    public string Authority => _pki.CaCertificate;

    /// <summary>The device's certificate with its key, or that of a broker; the caller's to dispose of.</summary>
    public X509Certificate2 WithKey(string name) => PemFiles.ReadWithKey(_pki.Certificate(name), _pki.Key(name));

    public string File(string name) => Path.Combine(_folder, name);

    public Revocations Open(string name) => Revocations.Open(File(name), _pki.CaCertificate);

    /// <summary>Revokes the device, and puts the list where it is to be found.</summary>
    public void Revoke(string name)
    {
        using var authority = CertificateAuthority.Open(_pki, Passphrase);
        authority.Revoke(Device, DateTimeOffset.UtcNow);
        System.IO.File.Copy(_pki.RevocationList, File(name), overwrite: true);
    }

    public void Dispose() => Device.Dispose();
}
