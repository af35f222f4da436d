using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Atecc608;
using Farlink.Keys.Certificates;
using Farlink.Keys.Elements;
using Farlink.Keys.Tls;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>TLS with keys that stay in an element: the chip model on its bus, OpenSSL as it is.</summary>
public sealed class ElementTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;
    private readonly PkiFolder _pki;
    private readonly CertificateAuthority _authority;

    public ElementTlsTests()
    {
        _pki = new PkiFolder(Path.Combine(_folder, "pki"));
        CertificateAuthority.Initialize(_pki, "passphrase", DateTimeOffset.UtcNow, rounds: 1000);
        _authority = CertificateAuthority.Open(_pki, "passphrase");
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, true, false)]
    [InlineData(SslProtocols.Tls13, true, false)]
    [InlineData(SslProtocols.Tls12, false, true)]
    [InlineData(SslProtocols.Tls13, false, true)]
    [InlineData(SslProtocols.Tls12, true, true)]
    [InlineData(SslProtocols.Tls13, true, true)]
    public async Task Handshake_KeysInChips_WorksAtEitherEndWithOneSignatureEach(
        SslProtocols protocol, bool clientInChip, bool serverInChip)
    {
        var (clientBench, serverBench) = (ChipOnBus.Provisioned(), ChipOnBus.Provisioned());
        using ISecureElement client = clientInChip ? Chip(clientBench) : File("client.pem");
        using ISecureElement server = serverInChip ? Chip(serverBench) : File("server.pem");
        using var clientCertificate = Certificate(LeafPurpose.Client, "esp8266", client);
        using var serverCertificate = Certificate(LeafPurpose.Server, "mqtt.com", server);
        var signatures = 0;
        clientBench.Model.Trace = serverBench.Model.Trace =
            (_, octets) => Interlocked.Add(ref signatures, IsSign(octets) ? 1 : 0);
        var waited = clientBench.Waited + serverBench.Waited;

        var (spoken, isMutual) = await TlsPair.ShakeHandsAsync(serverCertificate, clientCertificate, protocol);

        Assert.Equal(protocol, spoken);
        Assert.True(isMutual);
        var chips = (clientInChip ? 1 : 0) + (serverInChip ? 1 : 0);
        Assert.Equal(chips, signatures);
        Assert.True(clientBench.Waited + serverBench.Waited - waited >= chips * TimeSpan.FromMilliseconds(115));
    }

    /// <summary>With the chip's own times, 115 ms for a signature and more: nobody's patience ends before it.</summary>
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Handshake_ChipsInRealTime_Works(SslProtocols protocol)
    {
        var bench = ChipOnBus.Provisioned(isRealTime: true);
        using var key = Chip(bench);
        using var client = Certificate(LeafPurpose.Client, "esp8266", key);
        using var serverKey = File("server.pem");
        using var server = Certificate(LeafPurpose.Server, "mqtt.com", serverKey);

        Assert.Equal((protocol, true), await TlsPair.ShakeHandsAsync(server, client, protocol));
    }

    [Fact]
    public void Key_OfAnElement_CannotBeExportedAndIsNotInTheCertificate()
    {
        var bench = ChipOnBus.Provisioned();
        using var element = Chip(bench);
        using var certificate = Certificate(LeafPurpose.Client, "esp8266", element);
        using var key = certificate.GetECDsaPrivateKey()!;

        Assert.ThrowsAny<CryptographicException>(() => key.ExportParameters(includePrivateParameters: true));
        Assert.ThrowsAny<CryptographicException>(() => key.ExportPkcs8PrivateKey());
        Assert.ThrowsAny<CryptographicException>(() => certificate.Export(X509ContentType.Pkcs12));
        Assert.False(bench.Model.ContainsPrivateKey(certificate.RawData));
        byte[] text = [1, 2, 3];
        Assert.True(key.VerifyData(text, key.SignData(text, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
    }

    [Fact]
    public void Attach_CertificateOfAnotherKey_IsRefusedAtTheStart()
    {
        using var one = File("one.pem");
        using var other = File("other.pem");
        using var certificate = Issue(LeafPurpose.Client, "esp8266", one);

        var refused = Assert.Throws<PkiException>(() => ElementKey.Attach(certificate, other));

        Assert.Contains("is not for the key of", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handshake_ElementThatFails_EndsItAndTheProcessGoesOn()
    {
        using var server = File("server.pem");
        using var serverCertificate = Certificate(LeafPurpose.Server, "mqtt.com", server);
        using var failing = new FailingElement(File("client.pem"));
        using var clientCertificate = Certificate(LeafPurpose.Client, "esp8266", failing);
        foreach (var protocol in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
        {
            failing.Fails = true;
            await Assert.ThrowsAnyAsync<Exception>(
                () => TlsPair.ShakeHandsAsync(serverCertificate, clientCertificate, protocol));
            failing.Fails = false;
            Assert.True((await TlsPair.ShakeHandsAsync(serverCertificate, clientCertificate, protocol)).IsMutual);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(28)]
    [InlineData(33)]
    [InlineData(65)]
    public void TrySign_DigestOfAnotherLength_IsRefused(int octets)
    {
        using var element = File("a.pem");
        var number = ElementRegistry.Add(element);
        Assert.Null(ElementSigner.TrySign(number, new byte[octets]));
        Assert.NotNull(ElementSigner.LastProblem);
        Assert.NotNull(ElementSigner.TrySign(number, new byte[32]));
        Assert.NotNull(ElementSigner.TrySign(number, new byte[48]));
        ElementRegistry.Release(number);
    }

    [Fact]
    public void TrySign_NumberThatIsUnknownOrReleased_IsRefusedAndNeverGivenAgain()
    {
        using var element = File("a.pem");
        var number = ElementRegistry.Add(element);
        Assert.True(ElementRegistry.TryHold(number));
        ElementRegistry.Release(number);
        Assert.NotNull(ElementSigner.TrySign(number, new byte[32]));
        ElementRegistry.Release(number);

        Assert.Null(ElementSigner.TrySign(number, new byte[32]));
        Assert.False(ElementRegistry.TryHold(number));
        Assert.NotEqual(number, ElementRegistry.Add(element));
        Assert.Null(ElementSigner.TrySign(0, new byte[32]));
        Assert.Null(ElementSigner.TrySign(-5, new byte[32]));
    }

    [Fact]
    public void TrySign_ElementThatThrowsOrSignsWrong_IsRefusedWithAReason()
    {
        using var failing = new FailingElement(File("a.pem"));
        var number = ElementRegistry.Add(failing);
        failing.Fails = true;
        Assert.Null(ElementSigner.TrySign(number, new byte[32]));
        Assert.Equal("pulled out", ElementSigner.LastProblem);
        Assert.NotNull(ElementKey.TakeProblem());
        failing.Fails = false;
        failing.SignsWrong = true;
        Assert.Null(ElementSigner.TrySign(number, new byte[32]));
        Assert.Contains("wrong signature", ElementSigner.LastProblem, StringComparison.Ordinal);
        ElementRegistry.Release(number);
    }

    /// <summary>Copies of the native key count, and the last one frees the number: no element is used after its time.</summary>
    [Fact]
    public void Copies_OfAKey_AreCountedAndFreed()
    {
        using var element = new FailingElement(File("a.pem"));
        var certificate = Certificate(LeafPurpose.Client, "esp8266", element);
        var first = certificate.GetECDsaPrivateKey()!;
        var second = certificate.GetECDsaPrivateKey()!;
        certificate.Dispose();
        first.Dispose();
        Assert.Equal(64, second.SignHash(new byte[32]).Length);
        Assert.True(ElementRegistry.Holds(element));

        second.Dispose();

        Assert.False(ElementRegistry.Holds(element));
    }

    private static Atecc608Element Chip(ChipOnBus bench) =>
        Atecc608Element.Open(new Atecc608Uri(1, bench.Model.Address, AteccConfig.SigningSlot), bench.Bus(), bench.Clock);

    private static bool IsSign(ReadOnlyMemory<byte> octets) =>
        octets.Length > 3 && octets.Span[0] == 0x03 && octets.Span[2] == 0x41;

    private FileElement File(string name)
    {
        var path = Path.Combine(_folder, name);
        NewKeyFile.Create(path);
        return FileElement.Open(path);
    }

    private X509Certificate2 Certificate(LeafPurpose purpose, string name, ISecureElement element)
    {
        using var bare = Issue(purpose, name, element);
        return ElementKey.Attach(bare, element);
    }

    private X509Certificate2 Issue(LeafPurpose purpose, string name, ISecureElement element)
    {
        var path = Path.Combine(_folder, $"{name}.csr");
        System.IO.File.WriteAllText(path, ElementRequest.Create(element, name));
        var wanted = new LeafRequest { Purpose = purpose, Names = [name], Key = SubjectKey.Read(path), Replace = true };
        _authority.Issue(wanted, DateTimeOffset.UtcNow);
        return PemFiles.ReadCertificate(_pki.Certificate(name));
    }

    private sealed class FailingElement(FileElement inner) : ISecureElement
    {
        public bool Fails { get; set; }

        public bool SignsWrong { get; set; }

        public string Description => "an element of a test";

        public ReadOnlyMemory<byte> PublicKey => inner.PublicKey;

        public byte[] Sign(ReadOnlySpan<byte> digest)
        {
            if (Fails) throw new ElementException("pulled out");
            var signature = inner.Sign(digest);
            if (SignsWrong) signature[7] ^= 1;
            return signature;
        }

        public byte[] Agree(ReadOnlySpan<byte> peer) => inner.Agree(peer);

        public void FillRandom(Span<byte> octets) => inner.FillRandom(octets);

        public void Dispose() => inner.Dispose();
    }
}
