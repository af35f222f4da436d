using System.Security.Cryptography;
using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>How chips leave the factory.</summary>
public sealed class FactoryConfigTests
{
    // Each as people read it from chips and published it.
    private const string Blank =
        "01234661 00006002 726C696E EEC15500 C0000000 83208720 8F20C48F 8F8F8F8F" +
        "9F8FAF8F 00000000 00000000 00000000 0000AF8F FFFFFFFF 00000000 FFFFFFFF" +
        "00000000 00000000 00000000 00000000 00000000 00005555 FFFF0000 00000000" +
        "33003300 33001C00 1C001C00 1C001C00 3C003C00 3C003C00 3C003C00 3C001C00";

    private const string TrustAndGo =
        "01234661 00006002 726C696E 01012900 6A000001 85008200 85208520 85208F46" +
        "8F0F9F8F 0F0F8F0F 0F8F0F8F 0F8F0F0F 0D1F0F0F FFFFFFFF 00000000 FFFFFFFF" +
        "00000000 000003F7 00697600 00000000 00000000 00000000 FFFF0E60 00000000" +
        "53005300 73007300 73003800 7C001C00 3C001A00 1C001000 1C003000 12003000";

    private static readonly byte[] Digest = SHA256.HashData("factory"u8);

    [Theory]
    [InlineData(Atecc608Start.Blank, Blank)]
    [InlineData(Atecc608Start.TrustAndGo, TrustAndGo)]
    public void Config_FromTheFactory_IsThatOfRealChips(Atecc608Start start, string config) =>
        Assert.Equal(AteccBench.Hex(config), AteccBench.Of(start).Config());

    [Theory]
    [InlineData(Atecc608Start.TrustAndGo, 0x35, "7836746A755A4D79")]
    [InlineData(Atecc608Start.TrustFlex, 0x36, "77644E78416A6165")]
    public void Provisioned_Chip_IsLockedAtItsAddressWithItsOtp(Atecc608Start start, int address, string otp)
    {
        var bench = AteccBench.Of(start);
        Assert.Equal(address, bench.Address);
        Assert.Equal(AteccBench.Hex("0000"), bench.Config()[86..88]);
        Assert.Equal(AteccBench.Hex(otp), bench.Run(Opcode.Read, 0x81, 0)[..8]);
    }

    [Theory]
    [InlineData(Atecc608Start.TrustAndGo)]
    [InlineData(Atecc608Start.TrustFlex)]
    public void Provisioned_Slots0To4_HaveKeysOfWhichSlot0KeepsIts(Atecc608Start start)
    {
        var bench = AteccBench.Of(start);
        var keys = Enumerable.Range(0, 5).Select(slot => Convert.ToHexString(bench.PublicKey(slot))).ToList();
        Assert.All(keys, key => Assert.Equal(2 * AteccBench.PublicKeyOctets, key.Length));
        Assert.Equal(5, keys.Distinct().Count());
        Assert.Equal(Status.ExecutionError, bench.StatusOf(Opcode.GenKey, 0x04, 0));
        Assert.NotEqual(keys[2], Convert.ToHexString(bench.MakeKey(2)));
    }

    [Theory]
    [InlineData(Atecc608Start.TrustAndGo)]
    [InlineData(Atecc608Start.TrustFlex)]
    public void Provisioned_Slot0Not1_SignsForOthers(Atecc608Start start)
    {
        var bench = AteccBench.Of(start);
        Assert.True(HostKey.Verifies(bench.PublicKey(0), Digest, bench.SignDigest(0, Digest)));
        Assert.Equal(Status.ExecutionError, Assert.Single(bench.SignDigest(1, Digest)));
    }

    [Theory]
    [InlineData(Atecc608Start.TrustAndGo, 8, Status.Success)]
    [InlineData(Atecc608Start.TrustFlex, 8, Status.Success)]
    [InlineData(Atecc608Start.TrustAndGo, 10, Status.ExecutionError)]
    [InlineData(Atecc608Start.TrustFlex, 10, Status.Success)]
    public void Provisioned_DataSlot_CanBeWrittenOrNot(Atecc608Start start, int slot, int status) =>
        Assert.Equal(status, AteccBench.Of(start).StatusOf(Opcode.Write, 0x82, AteccBench.BlockOf(slot), new byte[32]));

    [Fact]
    public void Options_Address_IsThatOfTheChipAndInItsConfiguration()
    {
        var bench = new AteccBench(new Atecc608ModelOptions { Address = 0x35 });
        Assert.Equal(0x35, bench.Chip.Address);
        Assert.Equal(0x6A, bench.Config()[16]);
    }

    [Fact]
    public void Options_ClockDivider_IsInItsConfiguration() =>
        Assert.Equal(0x28, new AteccBench(new Atecc608ModelOptions { ClockDivider = Atecc608ClockDivider.M1 }).Config()[19]);
}
