using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>Options that make no chip, and what slots may hold at the start.</summary>
public sealed class Atecc608ModelOptionsTests
{
    [Theory]
    [InlineData("0123456789ABCDEF")] // Eight octets.
    [InlineData("000000000000000000")] // Does not start with 01 23.
    public void Constructor_SerialNumberOfNoAtecc_Throws(string serial) =>
        Throws(new Atecc608ModelOptions { SerialNumber = AteccBench.Hex(serial) });

    [Fact]
    public void Constructor_ShortRevision_Throws() => Throws(new Atecc608ModelOptions { Revision = new byte[3] });

    [Theory]
    [InlineData(0x78)]
    [InlineData(0x07)]
    public void Constructor_AddressThatIsNone_Throws(int address) => Throws(new Atecc608ModelOptions { Address = address });

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Constructor_ShareThatIsNone_Throws(double share) => Throws(new Atecc608ModelOptions { ExecutionShare = share });

    [Fact]
    public void Constructor_NoWatchdog_Throws() => Throws(new Atecc608ModelOptions { Watchdog = TimeSpan.Zero });

    [Theory]
    [InlineData(16, 1)] // No such slot.
    [InlineData(8, 417)] // Too much for it.
    [InlineData(3, 37)]
    [InlineData(0, 32)] // A key of zero.
    public void Constructor_SlotThatCannotHoldIt_ThrowsAndNamesIt(int slot, int octets)
    {
        var thrown = Throws(new Atecc608ModelOptions { Slots = Slots(slot, new byte[octets]) });
        Assert.Contains($"slot {slot}", thrown.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Constructor_RandomNumbersThatAreNoKey_Throws() => Assert.Throws<ArgumentException>(() =>
        new AteccBench(new Atecc608ModelOptions { Start = Atecc608Start.TrustAndGo }, random: octets => octets.Clear()));

    [Fact]
    public void Slots_PrivateKey_IsThereAndKnownAsOne()
    {
        var bench = new AteccBench(new Atecc608ModelOptions { Slots = Slots(0, HostKey.Private) }).LockConfig();
        Assert.Equal(HostKey.Public, bench.PublicKey(0));
        Assert.True(bench.Chip.ContainsPrivateKey(HostKey.Private.AsSpan(0, 16)));
    }

    [Fact]
    public void Slots_LongestData_IsThere()
    {
        var octets = AteccBench.Counting(0, 416);
        var bench = new AteccBench(new Atecc608ModelOptions { Slots = Slots(8, octets) }).LockConfig().LockData();
        Assert.Equal(octets[384..416], bench.Run(Opcode.Read, 0x82, AteccBench.BlockOf(8, block: 12)));
    }

    private static ArgumentException Throws(Atecc608ModelOptions options) =>
        Assert.Throws<ArgumentException>(() => new AteccBench(options));

    private static Dictionary<int, ReadOnlyMemory<byte>> Slots(int slot, byte[] octets) => new() { [slot] = octets };
}
