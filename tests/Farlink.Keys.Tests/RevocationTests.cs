using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Certificates;

namespace Farlink.Keys.Tests;

/// <summary>Lists of revocations: made by our CA, read by us and by openssl.</summary>
public sealed class RevocationTests : IDisposable
{
    private const string Passphrase = "correct horse";
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private readonly TempFolder _folder = new();
    private readonly PkiFolder _pki;
    private readonly CertificateAuthority _authority;

    public RevocationTests()
    {
        _pki = Make("pki");
        _authority = CertificateAuthority.Open(_pki, Passphrase);
        foreach (var name in new[] { "esp8266", "other" })
            _authority.Issue(new LeafRequest { Purpose = LeafPurpose.Client, Names = [name] }, Now);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Revoke_OneAfterTheOther_ListsGrowAndAreNumbered()
    {
        Assert.Equal((1, 0), NumberAndCount(_authority.Revoke(null, Now)));
        Assert.Equal((2, 1), NumberAndCount(Revoke("esp8266")));
        Assert.Equal((3, 1), NumberAndCount(Revoke("esp8266")));
        Assert.Equal((4, 2), NumberAndCount(Revoke("other")));
        Assert.Equal((5, 2), NumberAndCount(_authority.Revoke(null, Now)));
        Assert.Equal(UnixFileMode.OtherRead, File.GetUnixFileMode(_pki.RevocationList) & UnixFileMode.OtherRead);
    }

    [Fact]
    public void RevokeReplaced_NameWithThreeCertificates_TheOldOnesAreRevokedAndThePresentOneIsNot()
    {
        List<X509Certificate2> all = [];
        for (var i = 0; i < 3; i++)
        {
            _authority.Issue(new LeafRequest { Purpose = LeafPurpose.Client, Names = ["esp8266"], Replace = true }, Now);
            all.Add(PemFiles.ReadCertificate(_pki.Certificate("esp8266")));
        }

        var (list, count) = _authority.RevokeReplaced("esp8266", Now);

        Assert.Equal((3, 3), (count, list.Count));
        Assert.Equal([true, true, false], all.Select(list.Contains));
        Assert.Contains(
            "was ever replaced", Assert.Throws<PkiException>(() => _authority.RevokeReplaced("other", Now)).Message,
            StringComparison.Ordinal);
        foreach (var one in all) one.Dispose();
    }

    [Fact]
    public void Revoke_LastListGoneOrOlder_IsRefusedInsteadOfLettingTheRevokedIn()
    {
        _authority.Revoke(null, Now);
        var first = File.ReadAllText(_pki.RevocationList);
        Revoke("esp8266");
        var second = File.ReadAllText(_pki.RevocationList);

        File.WriteAllText(_pki.RevocationList, first);
        Assert.Contains("list 2 was made", Assert.Throws<PkiException>(() => Revoke("other")).Message, StringComparison.Ordinal);
        File.Delete(_pki.RevocationList);
        Assert.Contains("is gone", Assert.Throws<PkiException>(() => Revoke("other")).Message, StringComparison.Ordinal);

        File.WriteAllText(_pki.RevocationList, second);
        Assert.Equal((3, 2), NumberAndCount(Revoke("other")));
    }

    [Fact]
    public void Check_RevokedClient_IsRefusedAndOthersAreNot()
    {
        Revoke("esp8266");
        using var check = new CertificateCheck(
            _pki.CaCertificate, TimeProvider.System, Revocations.Open(_pki.RevocationList, _pki.CaCertificate));
        using var revoked = PemFiles.ReadCertificate(_pki.Certificate("esp8266"));
        using var other = PemFiles.ReadCertificate(_pki.Certificate("other"));

        Assert.Equal(CertificateFault.Revoked, check.CheckClient(revoked).Fault);
        Assert.True(check.CheckClient(other).IsGood);
    }

    [Fact]
    public void TryReload_NewerOlderDamagedAndForeignLists_OnlyTheNewerCounts()
    {
        var revocations = Revocations.Open(_pki.RevocationList, _pki.CaCertificate);
        Assert.Null(revocations.Current);
        Assert.Null(revocations.TryReload());

        _authority.Revoke(null, Now);
        var old = File.ReadAllText(_pki.RevocationList);
        Assert.Null(Reload(revocations));
        Revoke("esp8266");
        Assert.Null(Reload(revocations));
        using var revoked = PemFiles.ReadCertificate(_pki.Certificate("esp8266"));
        Assert.True(revocations.IsRevoked(revoked));

        File.WriteAllText(_pki.RevocationList, old);
        Assert.Contains("an older list is not used", Reload(revocations), StringComparison.Ordinal);
        File.WriteAllText(_pki.RevocationList, "text");
        Assert.Contains("no X509 CRL", Reload(revocations), StringComparison.Ordinal);
        var theirs = Make("theirs");
        using (var foreign = CertificateAuthority.Open(theirs, Passphrase)) foreign.Revoke(null, Now);
        File.Copy(theirs.RevocationList, _pki.RevocationList, overwrite: true);
        Assert.Contains("not signed by our CA", Reload(revocations), StringComparison.Ordinal);
        Assert.True(revocations.IsRevoked(revoked));
        Assert.Equal(2, (int)revocations.Current!.Number);
    }

    [Fact]
    public void Parse_AnyOctetChangedOrCut_IsRefusedAndNeverThrowsAnythingElse()
    {
        Revoke("esp8266");
        using var authority = PemFiles.ReadCertificate(_pki.CaCertificate);
        var der = RevocationList.FromPem(File.ReadAllText(_pki.RevocationList));
        Assert.Equal(1, RevocationList.Parse(der, authority, "list").Count);
        for (var i = 0; i < der.Length; i++)
        {
            byte[] changed = [.. der];
            changed[i] ^= 0x55;
            Assert.Throws<PkiException>(() => RevocationList.Parse(changed, authority, "list"));
            Assert.Throws<PkiException>(() => RevocationList.Parse(der.AsMemory(0, i), authority, "list"));
        }
    }

    [Fact]
    public void Revoke_CertificateOfAnotherCa_IsRefused()
    {
        var theirs = Make("theirs");
        using (var foreign = CertificateAuthority.Open(theirs, Passphrase))
            foreign.Issue(new LeafRequest { Purpose = LeafPurpose.Client, Names = ["x"] }, Now);
        using var certificate = PemFiles.ReadCertificate(theirs.Certificate("x"));

        Assert.Throws<PkiException>(() => _authority.Revoke(certificate, Now));
    }

    [Fact]
    public void Revoke_OpensslVerify_AcceptsTheListAndRefusesTheCertificate()
    {
        Revoke("esp8266");
        var (revoked, words) = OpenSsl("esp8266");
        Assert.NotEqual(0, revoked);
        Assert.Contains("certificate revoked", words, StringComparison.Ordinal);
        var (other, output) = OpenSsl("other");
        Assert.True(other == 0, output);
    }

    private static (int Number, int Count) NumberAndCount(RevocationList list) => ((int)list.Number, list.Count);

    /// <summary>As a second later: file times may be coarse.</summary>
    private string? Reload(Revocations revocations)
    {
        File.SetLastWriteTimeUtc(_pki.RevocationList, DateTime.UtcNow.AddSeconds(Random.Shared.Next(10, 100_000)));
        return revocations.TryReload();
    }

    private RevocationList Revoke(string name)
    {
        using var certificate = PemFiles.ReadCertificate(_pki.Certificate(name));
        return _authority.Revoke(certificate, Now);
    }

    private PkiFolder Make(string name)
    {
        var pki = new PkiFolder(_folder.File(name));
        CertificateAuthority.Initialize(pki, Passphrase, Now, rounds: 1000);
        return pki;
    }

    private (int Code, string Output) OpenSsl(string name)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "openssl",
            ["verify", "-crl_check", "-CAfile", _pki.CaCertificate, "-CRLfile", _pki.RevocationList, _pki.Certificate(name)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
