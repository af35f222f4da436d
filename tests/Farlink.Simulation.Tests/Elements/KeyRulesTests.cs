using System.Security.Cryptography;
using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>Each rule of SlotConfig and KeyConfig for private keys, on and off.</summary>
public sealed class KeyRulesTests
{
    private static readonly byte[] Digest = SHA256.HashData("slots"u8);

    [Theory]
    [InlineData(0x2081, Status.Success)]
    [InlineData(0x2082, Status.ExecutionError)]
    public void SignExternal_SlotConfig_Decides(int slotConfig, int status) =>
        Assert.Equal(status, SignOutcome(WithKey(slotConfig)));

    [Theory]
    [InlineData(0x2082, Status.Success)]
    [InlineData(0x2081, Status.ExecutionError)]
    public void SignInternal_SlotConfig_Decides(int slotConfig, int status)
    {
        var bench = WithKey(slotConfig);
        bench.LoadRandom();
        Assert.Equal(AteccBench.PublicKeyOctets, bench.Run(Opcode.GenKey, 0x08, 0).Length);
        Assert.Equal(status, AteccBench.Outcome(bench.Run(Opcode.Sign, 0x00, 0), AteccBench.SignatureOctets));
    }

    [Theory]
    [InlineData(0x2084, Status.Success)]
    [InlineData(0x2083, Status.ExecutionError)]
    public void Ecdh_SlotConfig_Decides(int slotConfig, int status)
    {
        var payload = WithKey(slotConfig).Run(Opcode.Ecdh, 0x0C, 0, HostKey.Public);
        Assert.Equal(status, AteccBench.Outcome(payload, AteccBench.SecretOctets));
    }

    [Theory]
    [InlineData(0x2083, Status.Success)]
    [InlineData(0x5083, Status.ExecutionError)]
    public void GenKey_AfterDataIsLocked_WriteConfigDecides(int slotConfig, int status)
    {
        var payload = WithKey(slotConfig).LockData().Run(Opcode.GenKey, 0x04, 0);
        Assert.Equal(status, AteccBench.Outcome(payload, AteccBench.PublicKeyOctets));
    }

    [Theory]
    [InlineData(0x0083)]
    [InlineData(0x2083)]
    public void GenKey_BeforeDataIsLocked_WriteConfigDoesNotMatter(int slotConfig) =>
        Assert.Equal(AteccBench.PublicKeyOctets, WithKey(slotConfig).Run(Opcode.GenKey, 0x04, 0).Length);

    [Theory]
    [InlineData(0x0032)] // Not Private.
    [InlineData(0x003F)] // KeyType.
    [InlineData(0x00B3)] // ReqAuth.
    public void KeyConfig_NoUsablePrivateKey_RefusesAll(int keyConfig)
    {
        var bench = new AteccBench().Slot(0, 0x2087, keyConfig).LockConfig();
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.GenKey, 0x04, 0));
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.GenKey, 0x00, 0));
        Assert.Equal(Status.ExecutionError, SignOutcome(bench));
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.Ecdh, 0x0C, 0, HostKey.Public));
    }

    [Fact]
    public void PubInfo_NotSet_GivesThePublicKeyOnlyWhenItIsMade()
    {
        var bench = new AteccBench().Slot(0, 0x2087, 0x0031).LockConfig();
        Assert.Equal(AteccBench.PublicKeyOctets, bench.MakeKey(0).Length);
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.GenKey, 0x00, 0));
    }

    [Theory]
    [InlineData(true, Status.ExecutionError)]
    [InlineData(false, Status.Success)]
    public void ReqRandom_SignWithoutANewSeed_OptionDecides(bool needsSeed, int status)
    {
        var bench = WantsRandom(new Atecc608ModelOptions { SignNeedsSeed = needsSeed });
        Assert.Equal(status, AteccBench.Outcome(bench.Run(Opcode.Sign, 0x80, 0), AteccBench.SignatureOctets));
    }

    [Fact]
    public void ReqRandom_RandomWithTheOldSeed_IsNotEnough()
    {
        var bench = WantsRandom();
        Assert.Equal(32, bench.Run(Opcode.Random, 1).Length);
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.Sign, 0x80, 0));
        bench.Run(Opcode.Random, 0);
        Assert.Equal(AteccBench.SignatureOctets, bench.Run(Opcode.Sign, 0x80, 0).Length);
    }

    [Fact]
    public void ReqRandom_NewSeed_IsKeptByIdleNotBySleep()
    {
        var bench = WantsRandom();
        bench.Run(Opcode.Random, 0);
        Assert.Equal(AteccBench.SignatureOctets, bench.Run(Opcode.Sign, 0x80, 0).Length);
        bench.Load(0x03, Digest);
        Assert.Equal(AteccBench.SignatureOctets, bench.Run(Opcode.Sign, 0x80, 0).Length);
        bench.Word(AteccBench.Sleep);
        bench.Load(0x03, Digest);
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.Sign, 0x80, 0));
    }

    [Fact]
    public void Lockable_SlotThatIsNot_CannotBeLocked()
    {
        var bench = new AteccBench().Slot(1, 0x2087, 0x0013).LockConfig().LockData();
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.Lock, 0x02 | (1 << 2)));
        Assert.Equal(AteccBench.Hex("FFFF"), bench.Config()[88..90]);
    }

    [Fact]
    public void Lockable_SlotThatIs_CanBeLockedOnce()
    {
        var bench = WithKey(0x2087).LockData();
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.Lock, 0x02));
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.Lock, 0x02));
        Assert.Equal(AteccBench.Hex("FEFF"), bench.Config()[88..90]);
    }

    [Fact]
    public void SlotLocked_PrivateKey_StaysAndSigns()
    {
        var bench = WithKey(0x2087).LockData();
        var key = bench.MakeKey(0);
        Assert.Equal(Status.Success, bench.StatusOf(Opcode.Lock, 0x02));
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.GenKey, 0x04, 0));
        Assert.Equal(key, bench.PublicKey(0));
        Assert.Equal(Status.Success, SignOutcome(bench));
    }

    private static AteccBench WithKey(int slotConfig)
    {
        var bench = new AteccBench().Slot(0, slotConfig, 0x0033).LockConfig();
        bench.MakeKey(0);
        return bench;
    }

    /// <summary>With a digest in TempKey, and no new seed.</summary>
    private static AteccBench WantsRandom(Atecc608ModelOptions? options = null)
    {
        var bench = new AteccBench(options).Slot(0, 0x2083, 0x0073).LockConfig();
        bench.MakeKey(0);
        bench.Load(0x03, Digest);
        return bench;
    }

    private static int SignOutcome(AteccBench bench) =>
        AteccBench.Outcome(bench.SignDigest(0, Digest), AteccBench.SignatureOctets);
}
