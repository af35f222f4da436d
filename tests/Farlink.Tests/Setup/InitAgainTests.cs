using Farlink.Commands;
using Farlink.Keys.Certificates;
using Farlink.Keys.Files;
using Farlink.Setup;

namespace Farlink.Tests.Setup;

/// <summary>A base that is there, and <c>farlink init</c> a second time: what it keeps, and what it makes anew.</summary>
public sealed class InitAgainTests : IDisposable
{
    private const string Replaced = "house/replaced/site-barn/ecc.raspberry.cert.pem.bak";
    private const string Broker = "house/site-barn/ecc.raspberry.cert.pem", AtCa = "house/pki/ecc.raspberry-barn.cert.pem";

    private static readonly string[] Base =
    [
        "--role", "base", "--name", "house", "--site", "barn", "--device", "tank", "--region", "EU868", "--radio",
        "ether://127.0.0.1:4001", "--preset", "seed", "--upstream", "mqtt://127.0.0.1:1883", "--pki", "house/pki", "--output",
        "house",
    ];

    private readonly InitBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Init_BaseAgain_KeepsItsCertificatesAndNeedsNoPassphrase()
    {
        Assert.Equal(0, await _bench.RunAsync([.. Base, "--yes"]));
        var (issued, broker) = (_bench.Read("house/pki/ecc.ca.issued"), _bench.Read(Broker));
        _bench.SayPassphrase("forgotten since");

        Assert.Equal(0, await _bench.RunAsync([.. Base, "--yes"]));

        Assert.Equal(issued, _bench.Read("house/pki/ecc.ca.issued"));
        Assert.Equal(broker, _bench.Read(Broker));
        Assert.Contains($"{_bench.File(AtCa)}: kept", _bench.Output.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_bench.File("house"), "*.bak*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Init_BaseAgainWhenTheFolderWasCarriedAway_MakesNoOtherOne()
    {
        Assert.Equal(0, await _bench.RunAsync([.. Base, "--yes"]));
        Directory.Delete(_bench.File("house/site-barn"), recursive: true);

        Assert.Equal(0, await _bench.RunAsync([.. Base, "--yes"]));

        Assert.False(Directory.Exists(_bench.File("house/site-barn")));
        Assert.Contains("barn keeps what was carried there", _bench.Output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>What is then in the folder is no site's: only the device's.</summary>
    [Fact]
    public async Task Init_NewDeviceWhenTheFolderWasCarriedAway_IsCarriedByItself()
    {
        Assert.Equal(0, await _bench.RunAsync([.. Base, "--yes"]));
        Directory.Delete(_bench.File("house/site-barn"), recursive: true);
        var told = _bench.Output.ToString().Length;

        Assert.Equal(0, await _bench.RunAsync([.. Base, "--device", "lamp", "--yes"]));

        var text = _bench.Output.ToString()[told..];
        Assert.Contains("Carry ecc.ca.cert.pem, ecc.lamp.cert.pem, ecc.lamp.key.pem from", text, StringComparison.Ordinal);
        Assert.DoesNotContain("--certificates", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_BaseAgainWithReplace_MakesNewOnesOfTheSameCaAndKeepsTheOld()
    {
        Assert.Equal(0, await _bench.RunAsync([.. Base, "--yes"]));
        var (ca, broker) = (_bench.Read("house/pki/ecc.ca.cert.pem"), _bench.Read(Broker));

        Assert.Equal(0, await _bench.RunAsync([.. Base, "--yes", "--replace"]));

        Assert.Equal(ca, _bench.Read("house/pki/ecc.ca.cert.pem"));
        Assert.NotEqual(broker, _bench.Read(Broker));
        Assert.Equal(broker, _bench.Read(Replaced));
        Assert.Equal(_bench.Read(Broker), _bench.Read(AtCa));

        // The folder is carried: no key of before is in it. Who has one can still come in with it.
        Assert.Empty(Directory.GetFiles(_bench.File("house/site-barn"), "*.bak*"));
        Assert.Equal(InitFolder.OwnMode, File.GetUnixFileMode(_bench.File("house/replaced/site-barn")));
        foreach (var name in new[] { "raspberry-barn", "tank" })
        {
            Assert.Contains(
                $"farlink pki revoke --dir {_bench.File("house/pki")} --name {name} --replaced", _bench.Output.ToString(),
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true, "", "", "")]
    [InlineData(false, "", "n", "y")]
    public async Task Init_BaseAgain_AsksBeforeItReplaces(bool isKept, params string[] lines)
    {
        Assert.Equal(0, await _bench.RunAsync([.. Base, "--yes"]));
        var broker = _bench.Read(Broker);

        // No further names; keep them; write, or replace.
        Assert.Equal(0, await _bench.AskedAsync(lines, [.. Base, "--no-pair"]));

        Assert.Equal(isKept, broker == _bench.Read(Broker));
        Assert.Equal(!isKept, File.Exists(_bench.File(Replaced)));
    }

    [Fact]
    public async Task Init_CertificateThatDoesNotFit_IsNamedAndReplacedOnDemandOnly()
    {
        Assert.Equal(0, await _bench.RunAsync([.. Base, "--yes"]));
        var tank = _bench.Read("house/site-barn/ecc.tank.cert.pem");
        await File.WriteAllTextAsync(_bench.File(Broker), tank);

        var refused = await Assert.ThrowsAsync<UsageException>(() => _bench.RunAsync([.. Base, "--yes"]));
        Assert.Contains(AtCa, refused.Message, StringComparison.Ordinal);
        Assert.Contains("is not the key of", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--replace", refused.Message, StringComparison.Ordinal);
        Assert.Equal(tank, _bench.Read(Broker));

        Assert.Equal(0, await _bench.RunAsync([.. Base, "--yes", "--replace"]));
        using var good = PemFiles.ReadWithKey(_bench.File(Broker), _bench.File($"house/site-barn/{SiteFolder.BrokerKey}"));
    }

    [Fact]
    public async Task Init_SharedKeyOfABaseAgain_IsTheSame()
    {
        string[] shared = [.. Base, "--session", "psk", "--yes"];
        Assert.Equal(0, await _bench.RunAsync(shared));
        var key = LinkKeyFile.Read(_bench.File("house/barn.key"));

        Assert.Equal(0, await _bench.RunAsync(shared));

        Assert.Equal(key, LinkKeyFile.Read(_bench.File("house/barn.key")));
        Assert.Equal(key, LinkKeyFile.Read(_bench.File("house/site-barn/link.key")));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 2)]
    public async Task Init_WrongPassphraseOfACa_IsAskedForThreeTimes(int wrong, int left)
    {
        using var bench = new InitBench { IsPassphraseTyped = true };
        Assert.Equal(0, await bench.RunAsync([.. Base, "--yes"]));
        for (var i = 0; i < wrong + left; i++) bench.SayPassphrase($"wrong horse {i}");
        string[] more = ["--add-site", "well", "--output", "house", "--yes"];
        if (left == 0)
        {
            Assert.Equal(0, await bench.RunAsync(more));
            Assert.Contains("the passphrase is wrong", bench.Shown.ToString(), StringComparison.Ordinal);
            return;
        }

        var refused = await Assert.ThrowsAsync<UsageException>(() => bench.RunAsync(more));
        Assert.Contains("the passphrase is wrong", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--pki", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bench.File("house/site-well")));
    }

    [Fact]
    public async Task Init_WrongPassphraseOfTheEnvironment_NamesTheVariable()
    {
        Assert.Equal(0, await _bench.RunAsync([.. Base, "--yes"]));
        _bench.SayPassphrase("wrong horse");
        var refused = await Assert.ThrowsAsync<UsageException>(
            () => _bench.RunAsync("--add-site", "well", "--output", "house", "--yes"));
        Assert.Contains("FARLINK_CA_PASSPHRASE", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_bench.File("house/site-well")));
    }

    [Fact]
    public async Task Init_DeviceOfAnotherSite_IsNotGivenASecondCertificateUnasked()
    {
        Assert.Equal(0, await _bench.RunAsync([.. Base, "--yes"]));
        var before = _bench.Read("house/farlink.toml");
        var refused = await Assert.ThrowsAsync<UsageException>(
            () => _bench.RunAsync("--add-site", "well", "--device", "tank", "--output", "house", "--yes"));
        Assert.Contains("take another name", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Read("house/farlink.toml"));
    }
}
