using System.Security.Cryptography;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Protocol.Session;

namespace Farlink.Keys.Tests;

public sealed class FileElementTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sign_Digest_IsVerifiedWithThePublicKey()
    {
        using var element = FileElement.Open(Write(ECCurve.NamedCurves.nistP256));
        var digest = SHA256.HashData("message"u8);
        var signature = element.Sign(digest);
        using var verifier = ECDsa.Create(P256.Parameters(element.PublicKey.Span));
        Assert.Equal(64, signature.Length);
        Assert.True(verifier.VerifyHash(digest, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        Assert.Throws<ArgumentException>(() => element.Sign(new byte[20]));
    }

    [Fact]
    public void Agree_TwoElements_HaveTheSameSecret()
    {
        using var one = FileElement.Open(Write(ECCurve.NamedCurves.nistP256));
        using var other = FileElement.Open(Write(ECCurve.NamedCurves.nistP256));
        var secret = one.Agree(other.PublicKey.Span);
        Assert.Equal(32, secret.Length);
        Assert.Equal(secret, other.Agree(one.PublicKey.Span));
    }

    /// <summary>Security: negative test 15.</summary>
    [Fact]
    public void Negative15_PeerKeyThatIsNoPoint_IsRefusedBeforeTheKeyMeetsIt()
    {
        using var element = FileElement.Open(Write(ECCurve.NamedCurves.nistP256));
        var off = element.PublicKey.ToArray();
        off[^1] ^= 1;
        foreach (var peer in (byte[][])[new byte[64], [], [.. Enumerable.Repeat((byte)0xFF, 64)], off])
            AssertSays<ElementException>("no point of P-256", () => element.Agree(peer));
    }

    [Fact]
    public void Open_OtherCurveDamagedOrReadableByOthers_SaysWhatAndTheCure()
    {
        AssertSays<ElementException>("another curve", () => FileElement.Open(Write(ECCurve.NamedCurves.nistP384)));
        var damaged = Path.Combine(_folder.Path, "damaged.pem");
        PrivateFile.Write(damaged, "no key"u8);
        AssertSays<ElementException>("openssl ecparam", () => FileElement.Open(damaged));
        var open = Write(ECCurve.NamedCurves.nistP256);
        File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        AssertSays<KeyFileException>("chmod 600", () => FileElement.Open(open));
    }

    private static void AssertSays<T>(string part, Func<object> act)
        where T : Exception => Assert.Contains(part, Assert.Throws<T>(act).Message, StringComparison.Ordinal);

    private string Write(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        var path = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.pem");
        PrivateFile.Write(path, System.Text.Encoding.ASCII.GetBytes(key.ExportECPrivateKeyPem()));
        return path;
    }
}
