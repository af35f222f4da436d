using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farlink.Commands;
using Farlink.Keys.Atecc608;
using Farlink.Keys.Certificates;
using Farlink.Keys.Elements;
using Farlink.Simulation.Elements;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Tests;

/// <summary><c>farlink element</c> against the chip model on a bus of its own.</summary>
public sealed class ElementCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly Random _random = new(1);
    private readonly Atecc608Model _model;

    public ElementCommandTests() => _model = Model(Atecc608Start.Blank);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lock_WithoutYes_ChangesNothing()
    {
        Assert.Equal(0, Run(_model, "provision", "atecc608:"));
        Assert.Throws<UsageException>(() => Run(_model, "lock", "atecc608:"));
        Assert.False(AteccConfig.IsConfigLocked(Config()));
    }

    [Fact]
    public void Csr_OfALockedChip_IsSignedByItsKeyAndIssued()
    {
        Assert.Equal(0, Run(_model, "provision", "atecc608:"));
        Assert.Equal(0, Run(_model, "lock", "atecc608:", "--yes"));
        Assert.True(AteccConfig.IsConfigLocked(Config()));
        Assert.Throws<ElementException>(() => Run(_model, "provision", "atecc608:"));
        var path = Path.Combine(_folder, "esp8266.csr.pem");
        Assert.Equal(0, Run(_model, "csr", "atecc608:?slot=0", "--name", "esp8266", "--output", path));

        var folder = new PkiFolder(Path.Combine(_folder, "pki"));
        CertificateAuthority.Initialize(folder, "passphrase", DateTimeOffset.UtcNow, rounds: 1000);
        using var authority = CertificateAuthority.Open(folder, "passphrase");
        var wanted = new LeafRequest { Purpose = LeafPurpose.Client, Names = ["esp8266"], Key = SubjectKey.Read(path) };
        authority.Issue(wanted, DateTimeOffset.UtcNow);

        using var certificate = X509CertificateLoader.LoadCertificateFromFile(folder.Certificate("esp8266"));
        using var key = certificate.GetECDsaPublicKey()!;
        using var chip = Chip();
        Assert.Equal(chip.PublicKey(0), PublicKeys.PointOf(key));
        Assert.False(File.Exists(folder.Key("esp8266")));
        Assert.False(_model.ContainsPrivateKey(File.ReadAllText(path)));
    }

    [Fact]
    public void Csr_ChangedOnTheWay_IsRefusedByTheCa()
    {
        Run(_model, "provision", "atecc608:");
        Run(_model, "lock", "atecc608:", "--yes");
        var path = Path.Combine(_folder, "csr");
        Run(_model, "csr", "atecc608:", "--name", "esp8266", "--output", path);
        var octets = Convert.FromBase64String(string.Concat(File.ReadAllLines(path)[1..^1]));
        octets[^3] ^= 1;
        File.WriteAllText(path, PemEncoding.WriteString("CERTIFICATE REQUEST", octets));

        var refused = Assert.Throws<PkiException>(() => SubjectKey.Read(path));
        Assert.Contains("signed by its own P-256 key", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Csr_PublicKeyOfAnotherCurve_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var path = Path.Combine(_folder, "key");
        File.WriteAllText(path, key.ExportSubjectPublicKeyInfoPem());
        Assert.Contains("only P-256", Assert.Throws<PkiException>(() => SubjectKey.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Atecc608Start.Blank)]
    [InlineData(Atecc608Start.TrustAndGo)]
    [InlineData(Atecc608Start.TrustFlex)]
    public void Probe_EachKindOfChip_FindsItAndChangesNothing(Atecc608Start start)
    {
        var model = Model(start);
        List<byte> opcodes = [];
        model.Trace = (_, octets) =>
        {
            if (octets.Length > 3 && octets.Span[0] == 3) opcodes.Add(octets.Span[2]);
        };
        Assert.Equal(0, Run(model, "probe", "--bus", "1"));
        Assert.Equal(0, Run(model, "probe", "--json"));
        Assert.All(opcodes, opcode => Assert.Contains(opcode, new byte[] { 0x02, 0x30 }));
    }

    [Fact]
    public void Probe_EmptyBus_FailsWithExitCodeOne()
    {
        _model.Faults = new Atecc608Faults { IsDead = true };
        Assert.Equal(1, Run(_model, "probe"));
    }

    [Theory]
    [InlineData("provision", "file:x")]
    [InlineData("lock", "atecc608:?slot=99")]
    public void Commands_NoUriOfAChip_SayWhatIsAllowed(string command, string uri) =>
        Assert.Throws<UsageException>(() => Run(_model, command, uri));

    private byte[] Config()
    {
        using var chip = Chip();
        return chip.ReadConfig();
    }

    private Atecc608Chip Chip() => Atecc608Chip.Open(new ModelI2cBus(_model), _model.Address, Clock);

    private AteccClock Clock => new(_time, _time.Advance);

    private Atecc608Model Model(Atecc608Start start) =>
        new(_time, new Atecc608ModelOptions { Start = start }, octets => _random.NextBytes(octets));

    private int Run(Atecc608Model model, params string[] arguments) =>
        ElementCommand.Create(_ => new ModelI2cBus(model), Clock).Parse(arguments)
            .Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
