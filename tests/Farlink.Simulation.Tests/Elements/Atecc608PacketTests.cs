namespace Farlink.Simulation.Tests.Elements;

/// <summary>Packets, pieces of them, word addresses and the pointer of what can be read.</summary>
public sealed class Atecc608PacketTests
{
    private static readonly byte[] Revision = AteccBench.Hex("00006002");

    private readonly AteccBench _bench = new();

    public Atecc608PacketTests() => Assert.Equal(AteccBench.Hex("04113343"), _bench.Wake());

    [Fact]
    public void Read_BeyondTheEnd_GivesOnes() => Assert.Equal(AteccBench.Hex("FFFF"), _bench.Get(2));

    [Fact]
    public void Read_AfterWordAddressZero_StartsAgainAndGoesOnInPieces()
    {
        Assert.True(_bench.Word(0x00));
        Assert.Equal(AteccBench.Hex("0411"), _bench.Get(2));
        Assert.Equal(AteccBench.Hex("3343"), _bench.Get(2));
        Assert.Equal(AteccBench.Hex("FF"), _bench.Get(1));
    }

    [Fact]
    public void Command_WhileItRuns_RefusesEverything()
    {
        Assert.True(_bench.Send(Opcode.Info));
        Assert.Null(_bench.Get(1));
        Assert.False(_bench.Word(0x00));
        Assert.False(_bench.Word(AteccBench.Idle));
        Assert.False(_bench.Probe());
        _bench.AdvanceToJustBefore(5);
        Assert.Null(_bench.Get(1));
        _bench.Tick();
        Assert.Equal(AteccBench.Hex("07 00006002 8038"), _bench.Get(7));
    }

    [Fact]
    public void Command_InTwoPieces_RefusesReadsBetweenAndRuns()
    {
        var packet = AteccBench.Packet(Opcode.Info);
        Assert.True(_bench.SendOctets(packet.AsSpan(0, 3)));
        Assert.Null(_bench.Get(1));
        Assert.True(_bench.SendOctets(packet.AsSpan(3)));
        Assert.Equal(Revision, _bench.Response());
    }

    [Fact]
    public void Command_HalfThenWordAddressZero_IsDropped()
    {
        Assert.True(_bench.SendOctets([0x07, 0x30]));
        Assert.True(_bench.Word(0x00));
        Assert.Equal(Revision, _bench.RunAwake(Opcode.Info));
    }

    [Fact]
    public void Address_OfAnother_IsRefused()
    {
        Assert.False(_bench.Chip.Write(0x61, [0x00]));
        Assert.False(_bench.Chip.Read(0x61, new byte[1]));
        Assert.True(_bench.Chip.Write(0x60, [0x00]));
        Assert.True(_bench.Chip.Read(0x60, new byte[1]));
    }

    [Fact]
    public void WordAddress_Unknown_IsRefused() => Assert.False(_bench.Word(0x04));

    [Fact]
    public void Write_NoOctets_IsAcknowledged() => Assert.True(_bench.Probe());

    [Theory]
    [InlineData("07 30 00 0000 035C")] // A wrong check.
    [InlineData("06 30")] // A count below 7.
    [InlineData("F0 30")] // A count above the buffer.
    public void Packet_Broken_IsCrcError(string octets)
    {
        Assert.True(_bench.SendOctets(AteccBench.Hex(octets)));
        Assert.Equal(Status.CrcError, Assert.Single(_bench.Response()));
    }

    [Fact]
    public void Packet_OctetAfterIt_IsIgnored()
    {
        Assert.True(_bench.SendOctets([.. AteccBench.Packet(Opcode.Info), 0x00]));
        Assert.Equal(Revision, _bench.Response());
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x01)]
    [InlineData(0x08)]
    [InlineData(0x11)]
    [InlineData(0x15)]
    [InlineData(0x1C)]
    [InlineData(0x28)]
    [InlineData(0x51)]
    [InlineData(0x56)]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    public void Opcode_Unknown_IsParseError(int opcode) => Assert.Equal(Status.ParseError, _bench.StatusOf(opcode));

    [Theory]
    [InlineData(Opcode.Info)]
    [InlineData(Opcode.Random)]
    [InlineData(Opcode.Sign)]
    [InlineData(Opcode.Read)]
    [InlineData(Opcode.Lock)]
    [InlineData(Opcode.Counter)]
    [InlineData(Opcode.SelfTest)]
    [InlineData(Opcode.UpdateExtra)]
    public void Opcode_DataThatItDoesNotTake_IsParseError(int opcode) =>
        Assert.Equal(Status.ParseError, _bench.LockConfig().StatusOf(opcode, 0, 0, [0]));
}
