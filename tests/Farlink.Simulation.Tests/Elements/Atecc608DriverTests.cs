using System.Security.Cryptography;
using Farlink.Keys.Atecc608;
using Farlink.Keys.Elements;
using Farlink.Protocol.Session;
using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>The driver against the chip model, octet by octet over I2C, in virtual time.</summary>
public sealed class Atecc608DriverTests
{
    [Fact]
    public void Commands_OfAProvisionedChip_DoWhatTheySay()
    {
        var bench = ChipOnBus.Provisioned();
        using var chip = bench.Open();
        var digest = SHA256.HashData("text"u8);
        var key = chip.PublicKey(0);

        Assert.Equal([0x00, 0x00, 0x60, 0x02], chip.Revision());
        Assert.True(chip.IsKeyValid(0));
        Assert.NotEqual(chip.Random(), chip.Random());
        var signature = chip.Sign(0, digest);
        using var verifier = ECDsa.Create(P256.Parameters(key));
        Assert.True(verifier.VerifyHash(digest, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        Assert.True(chip.Verify(digest, signature, key));
        signature[5] ^= 1;
        Assert.False(chip.Verify(digest, signature, key));
        Assert.Equal(SHA256.HashData([]), chip.Hash([]));
        foreach (var length in new[] { 1, 63, 64, 65, 128, 200 })
            Assert.Equal(SHA256.HashData(new byte[length]), chip.Hash(new byte[length]));
        uint[] counts = [chip.ReadCounter(0), chip.IncrementCounter(0), chip.IncrementCounter(0), chip.ReadCounter(1)];
        Assert.Equal([0u, 1u, 2u, 0u], counts);
        Assert.Equal(0, chip.SelfTest());
        var data = RandomNumberGenerator.GetBytes(32);
        chip.WriteSlot(8, 1, data);
        Assert.Equal(data, chip.ReadSlot(8, 1));
    }

    [Fact]
    public void Agree_OfTheAgreementSlot_IsWhatThePeerComputes()
    {
        var bench = ChipOnBus.Provisioned();
        using var element = Open(bench, AteccConfig.AgreementSlot);
        using var peer = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var q = peer.ExportParameters(includePrivateParameters: false).Q;

        var atChip = element.Agree([.. q.X!, .. q.Y!]);

        using var chipsPublic = ECDiffieHellman.Create(P256.Parameters(element.PublicKey.ToArray()));
        Assert.Equal(peer.DeriveRawSecretAgreement(chipsPublic.PublicKey), atChip);
    }

    [Fact]
    public void Provisioning_WrittenTwiceThenLocked_ShowsWhatTheChipRefuses()
    {
        var bench = new ChipOnBus();
        using var chip = bench.Open();
        Assert.True(AteccProvisioning.Write(chip) > 4);
        Assert.Equal(0, AteccProvisioning.Write(chip));
        Assert.False(AteccConfig.IsConfigLocked(chip.ReadConfig()));
        List<string> told = [];

        AteccProvisioning.Lock(chip, told.Add);

        var config = chip.ReadConfig();
        Assert.True(AteccConfig.IsConfigLocked(config) && AteccConfig.IsDataLocked(config));
        Assert.True(AteccConfig.IsSlotLocked(config, 0) && AteccConfig.IsSlotLocked(config, 2));
        Assert.True(AteccConfig.Signs(config, 0) && !AteccConfig.Agrees(config, 0));
        Assert.True(AteccConfig.Agrees(config, 2) && !AteccConfig.Signs(config, 2));
        Assert.Equal(7, told.Count(step => step.StartsWith("refused, as it must be", StringComparison.Ordinal)));
        Assert.Throws<AteccException>(() => AteccProvisioning.Write(chip));
    }

    [Fact]
    public void Lock_InterruptedAfterEachStep_GoesOnAndEndsTheSame()
    {
        for (var stopAfter = 1; stopAfter <= 6; stopAfter++)
        {
            var bench = new ChipOnBus();
            using var chip = bench.Open();
            AteccProvisioning.Write(chip);
            var steps = 0;
            Assert.Throws<OperationCanceledException>(() => AteccProvisioning.Lock(chip, _ =>
            {
                if (++steps == stopAfter) throw new OperationCanceledException();
            }));

            AteccProvisioning.Lock(chip, _ => { });

            var config = chip.ReadConfig();
            Assert.True(AteccConfig.IsDataLocked(config));
            Assert.True(AteccConfig.IsSlotLocked(config, 0) && AteccConfig.IsSlotLocked(config, 2));
        }
    }

    [Fact]
    public void Lock_ConfigurationThatIsNotOurs_LocksNothing()
    {
        var bench = new ChipOnBus();
        using var chip = bench.Open();

        var refused = Assert.Throws<AteccException>(() => AteccProvisioning.Lock(chip, _ => { }));

        Assert.Contains("Nothing was locked", refused.Message, StringComparison.Ordinal);
        Assert.False(AteccConfig.IsConfigLocked(chip.ReadConfig()));
    }

    /// <summary>The chip allows what it must not: locking says so. The rule of the proof must be able to fire.</summary>
    [Fact]
    public void Lock_ChipWhoseSigningSlotAgrees_IsRefused()
    {
        var bench = new ChipOnBus();
        using var chip = bench.Open();
        AteccProvisioning.Write(chip);
        var config = chip.ReadConfig();
        config[AteccConfig.SlotConfigAt] |= 0x04;
        chip.WriteConfig(AteccConfig.SlotConfigAt, config.AsSpan(AteccConfig.SlotConfigAt, 4));

        Assert.Throws<AteccException>(() => AteccProvisioning.Lock(chip, _ => { }));
        Assert.False(AteccConfig.IsConfigLocked(chip.ReadConfig()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Faults_OfTheBus_AreOvercome(int times)
    {
        foreach (var fault in new[]
        {
            new Atecc608Faults { BadResponses = times }, new Atecc608Faults { IgnoredWakes = times },
            new Atecc608Faults { BadWakeAnswers = times },
        })
        {
            var bench = ChipOnBus.Provisioned();
            using var element = Open(bench, 0);
            bench.Model.Faults = fault;
            Assert.Equal(64, element.Sign(SHA256.HashData("x"u8)).Length);
        }
    }

    [Fact]
    public void Faults_ThatLast_AreTellableErrorsInBoundedTime()
    {
        foreach (var fault in new[]
        {
            Atecc608Faults.None with { IsDead = true }, Atecc608Faults.None with { HoldsBusy = true },
            Atecc608Faults.None with { BadResponses = 100 }, Atecc608Faults.None with { IgnoredWakes = 1000 },
        })
        {
            var bench = ChipOnBus.Provisioned();
            using var element = Open(bench, 0);
            var before = bench.Waited;
            bench.Model.Faults = fault;

            var failure = Assert.Throws<ElementException>(() => element.Sign(SHA256.HashData("x"u8)));

            Assert.Contains("ATECC608", failure.Message, StringComparison.Ordinal);
            Assert.True(bench.Waited - before < TimeSpan.FromSeconds(15), $"{fault}: {bench.Waited - before}");

            // And when it is over, it works.
            bench.Model.Faults = Atecc608Faults.None;
            Assert.Equal(64, element.Sign(SHA256.HashData("x"u8)).Length);
        }
    }

    [Fact]
    public void Sign_DisturbedInTheChip_IsNotLetOut()
    {
        var bench = ChipOnBus.Provisioned();
        using var element = Open(bench, 0);
        bench.Model.Faults = Atecc608Faults.None with { WrongSignatures = 1 };

        var refused = Assert.Throws<ElementException>(() => element.Sign(new byte[32]));
        Assert.Contains("wrong signature", refused.Message, StringComparison.Ordinal);
        Assert.Equal(64, element.Sign(new byte[32]).Length);
    }

    [Theory]
    [InlineData(Atecc608ClockDivider.M0, 200)]
    [InlineData(Atecc608ClockDivider.M1, 320)]
    [InlineData(Atecc608ClockDivider.M2, 800)]
    public void Sign_AtEachClock_EndsBeforeTheWatchdog(Atecc608ClockDivider divider, int milliseconds)
    {
        var bench = ChipOnBus.Provisioned(new Atecc608ModelOptions { ClockDivider = divider });
        using var element = Open(bench, 0);
        var before = bench.Waited;

        element.Sign(SHA256.HashData("x"u8));

        Assert.True(bench.Waited - before < TimeSpan.FromMilliseconds(milliseconds), $"{bench.Waited - before}");
    }

    [Fact]
    public void Element_Opened_DescribesItselfAndNothingSecret()
    {
        var bench = ChipOnBus.Provisioned();
        List<byte> seen = [];
        bench.Model.Trace = (_, octets) => seen.AddRange(octets.Span);
        using (var element = Open(bench, 0))
        {
            Assert.Equal("ATECC608 01234661726C696EEE, slot 0 (atecc608:?bus=1&address=0x60&slot=0)", element.Description);
            element.Sign(SHA256.HashData("x"u8));
            Assert.False(bench.Model.ContainsPrivateKey(element.Description));
            Span<byte> random = stackalloc byte[70];
            element.FillRandom(random);
            Assert.NotEqual(random[..32].ToArray(), random[32..64].ToArray());
        }

        // Not on the wires either.
        Assert.False(bench.Model.ContainsPrivateKey(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(seen)));
    }

    [Fact]
    public void Element_NoChipOrNoKey_SaysWhatToDo()
    {
        var blank = new ChipOnBus();
        var unconfigured = Assert.Throws<ElementException>(() => Open(blank, 0));
        Assert.Contains("farlink element probe --bus 1", unconfigured.Message, StringComparison.Ordinal);
        var elsewhere = new Atecc608Uri(1, 0x35, 0);
        var absent = Assert.Throws<ElementException>(() => Atecc608Element.Open(elsewhere, blank.Bus(), blank.Clock));
        Assert.Contains("No chip answers", absent.Message, StringComparison.Ordinal);
    }

    /// <summary>Negative test 15 for a chip: a point that is none is refused before a single octet goes to the chip.</summary>
    [Theory]
    [InlineData(0x00)]
    [InlineData(0x01)]
    [InlineData(0xFF)]
    public void Negative15_AgreeWithWhatIsNoPoint_NeverReachesTheChip(byte octet)
    {
        var bench = ChipOnBus.Provisioned();
        using var element = Open(bench, AteccConfig.AgreementSlot);
        var octets = 0;
        bench.Model.Trace = (_, sent) => octets += sent.Length;
        var point = new byte[64];
        point.AsSpan().Fill(octet);

        Assert.Throws<ElementException>(() => element.Agree(point));
        Assert.Throws<ElementException>(() => element.Agree(point.AsSpan(0, 63)));

        Assert.Equal(0, octets);
    }

    [Theory]
    [InlineData(Atecc608Start.TrustAndGo, 0x35)]
    [InlineData(Atecc608Start.TrustFlex, 0x36)]
    public void Element_OfATrustChip_SignsAtItsAddress(Atecc608Start start, int address)
    {
        var bench = new ChipOnBus(new Atecc608ModelOptions { Start = start });
        Assert.Equal(address, bench.Model.Address);
        using var element = Atecc608Element.Open(new Atecc608Uri(1, address, 0), bench.Bus(), bench.Clock);
        Assert.Equal(64, element.Sign(SHA256.HashData("x"u8)).Length);
    }

    [Theory]
    [InlineData("atecc608:", 1, 0x60, 0)]
    [InlineData("atecc608:?bus=0&address=0x35&slot=2", 0, 0x35, 2)]
    [InlineData("atecc608:slot=2,bus=3", 3, 0x60, 2)]
    [InlineData("atecc608:?address=96", 1, 0x60, 0)]
    public void Uri_GoodForms_AreRead(string text, int bus, int address, int slot)
    {
        Assert.True(Atecc608Uri.TryParse(text, out var uri, out _));
        Assert.Equal(new Atecc608Uri(bus, address, slot), uri);
        Assert.True(Atecc608Uri.TryParse(uri.ToString(), out var again, out _));
        Assert.Equal(uri, again);
    }

    [Theory]
    [InlineData("atecc508:")]
    [InlineData("atecc608:?slot=16")]
    [InlineData("atecc608:?bus=1&bus=2")]
    [InlineData("atecc608:?address=0x00")]
    [InlineData("atecc608:?pin=1")]
    [InlineData("atecc608:?slot=")]
    [InlineData("atecc608:?slot=-1")]
    public void Uri_WrongForms_SayWhatIsAllowed(string text)
    {
        Assert.False(Atecc608Uri.TryParse(text, out _, out var problem));
        Assert.NotEmpty(problem);
    }

    private static Atecc608Element Open(ChipOnBus bench, int slot) =>
        Atecc608Element.Open(new Atecc608Uri(1, bench.Model.Address, slot), bench.Bus(), bench.Clock);
}
