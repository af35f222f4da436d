using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Simulation.Chips;

namespace Farlink.Radios.Tests;

/// <summary>
/// What the drivers leave in the registers, against numbers typed from the data sheets here a third time.
/// </summary>
public sealed class RegisterTests
{
    internal static readonly RadioSettings Usual = new()
    {
        Frequency = Hertz.FromMegahertz(869.525),
        TransmitPower = new Dbm(14)
    };

    /// <summary>Register, value: SF7, 125 kHz, 4/5, CRC, 869.525 MHz, 14 dBm on PA_BOOST, listening.</summary>
    internal static readonly (byte Register, byte Value)[] Listening =
    [
        (0x01, 0x85), (0x06, 0xD9), (0x07, 0x61), (0x08, 0x9A), (0x09, 0x8C), (0x0B, 0x2B), (0x0C, 0x23), (0x0E, 0x00),
            (0x0F, 0x00),
        (0x11, 0x00), (0x1D, 0x72), (0x1E, 0x74), (0x20, 0x00), (0x21, 0x08), (0x23, 0xFF), (0x26, 0x04), (0x2F, 0x40),
            (0x30, 0x00),
        (0x31, 0x43), (0x33, 0x27), (0x36, 0x03), (0x37, 0x0A), (0x39, 0x12), (0x3B, 0x1D), (0x40, 0x00), (0x4D, 0x84),
    ];

    /// <summary>The same settings, as commands to an SX1262 without TCXO that switches its antenna by DIO2.</summary>
    internal static readonly string[] Told =
    [
        "897F", "9601", "9D01", "98D7DB", "8A01", "8636586666", "8B07040100", "8F0000", "9504070001", "8E0E04",
            "8802160A00000000",
        "0803F702A300000000", "8C000800FF0100", "82FFFFFF",
    ];

    /// <summary>Everything otherwise: the other end of what a board does, and each erratum of the widest channel.</summary>
    internal static readonly RadioSettings Unusual = new()
    {
        Frequency = Hertz.FromMegahertz(868.3),
        Modulation = new LoRaModulation
        {
            SpreadingFactor = new SpreadingFactor(11),
            Bandwidth = new Hertz(500_000),
            CodingRate = CodingRate.FromParityBits(4),
            LowDataRateOptimize = true,
            PreambleSymbols = 300,
            SyncWord = 0x34,
            InvertIq = true,
        },
    };

    /// <summary>With 20 dBm.</summary>
    internal static readonly (byte Register, byte Value)[] UnusualListening =
    [
        (0x01, 0x85), (0x06, 0xD9), (0x07, 0x13), (0x08, 0x33), (0x09, 0x8F), (0x0B, 0x31), (0x1D, 0x98), (0x1E, 0xB4),
        (0x20, 0x01), (0x21, 0x2C), (0x26, 0x0C), (0x31, 0xC3), (0x33, 0x66), (0x36, 0x02), (0x37, 0x0A), (0x39, 0x34),
        (0x3A, 0x64), (0x3B, 0x19), (0x4D, 0x87),
    ];

    /// <summary>With 22 dBm.</summary>
    internal static readonly string[] UnusualTold =
        ["98D7DB", "863644CCCD", "8B0B060401", "8E1604", "8802190A00000000", "8C012C00FF0101", "0D07403444"];

    [Fact]
    public Task Sx1276_Listening_HasTheRegistersOfTheDataSheet() => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (radio, model) = await bench.OpenAsync(ChipBench.Sx1276, "chip");
        await using var owned = radio;
        await radio.ConfigureAsync(Usual, default);
        foreach (var (register, value) in Listening) Assert.Equal((register, value), (register, ((Sx1276Model)model)[register]));
    });

    [Theory]
    [InlineData(868.3, 500, 0x02, 0x64, 0xC3, 0x20)]
    [InlineData(434.0, 500, 0x02, 0x7F, 0xC3, 0x20)]
    [InlineData(868.3, 7.812, 0x03, 0x52, 0x43, 0x48)]
    [InlineData(868.3, 31.25, 0x03, 0x52, 0x43, 0x44)]
    [InlineData(868.3, 250, 0x03, 0x52, 0x43, 0x40)]
    public Task Sx1276_Errata_AreApplied(double megahertz, double kilohertz, byte r36, byte r3a, byte r31, byte r2f) =>
        VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (radio, model) = await bench.OpenAsync(ChipBench.Sx1276, "chip");
        await using var owned = radio;
        var bandwidth = LoRaModulation.Bandwidths.MinBy(one => Math.Abs(one.Kilohertz - kilohertz));
        await radio.ConfigureAsync(
            Usual with { Frequency = Hertz.FromMegahertz(megahertz), Modulation = new LoRaModulation { Bandwidth = bandwidth } },
                default);
        var chip = (Sx1276Model)model;
        Assert.Equal((r36, r3a, r31, r2f), (chip[0x36], chip[0x3A], chip[0x31], chip[0x2F]));
    });

    [Fact]
    public Task Sx1262_Listening_WasToldWhatTheDataSheetSays() => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (radio, model) = await bench.OpenAsync(ChipBench.Sx1262, "chip");
        await using var owned = radio;
        await radio.ConfigureAsync(Usual, default);
        var chip = (Sx1262Model)model;
        Assert.Equal(0, chip.Ignored);
        string[] told = [.. chip.Commands.Select(Convert.ToHexString)];
        foreach (var expected in Told) Assert.Contains(expected, told);
        Assert.Equal((0x14, 0x24, 0x96), (chip[0x0740], chip[0x0741], chip[0x08AC]));
        Assert.Equal((0x1E, 0x04, 0x04, 0x38), (chip[0x08D8] & 0x1E, chip[0x0889] & 0x04, chip[0x0736] & 0x04, chip[0x08E7]));
    });

    [Fact]
    public Task Sx1262_WidestAndInverted_HasItsWorkarounds() => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (radio, model) = await bench.OpenAsync(ChipBench.Sx1262, "chip");
        await using var owned = radio;
        var modulation = new LoRaModulation { Bandwidth = new Hertz(500_000), InvertIq = true, SyncWord = 0x34 };
        await radio.ConfigureAsync(Usual with { Frequency = Hertz.FromMegahertz(915), Modulation = modulation }, default);
        var chip = (Sx1262Model)model;
        Assert.Equal((0, 0, 0x34, 0x44), (chip[0x0889] & 0x04, chip[0x0736] & 0x04, chip[0x0740], chip[0x0741]));
        Assert.Contains("98E1E9", chip.Commands.Select(Convert.ToHexString));
    });

    /// <summary>SX1261: another amplifier, and 15 dBm by a setting of its own (table 13-21).</summary>
    [Theory]
    [InlineData(-17, "9504000101", "8EEF04")]
    [InlineData(10, "9504000101", "8E0A04")]
    [InlineData(14, "9504000101", "8E0E04")]
    [InlineData(15, "9506000101", "8E0E04")]
    public Task Sx1261_Power_IsThatOfItsOwnAmplifier(double power, string amplifier, string output) =>
        VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var board = ChipBench.Sx1262 with { Chip = Boards.RadioChip.Sx1261 };
        var (radio, model) = await bench.OpenAsync(board, "chip");
        await using var owned = radio;
        await using var reference = bench.Ether.CreateRadio("reference");
        await using var other = bench.Ether.CreateRadio("other", new Simulation.Air.Position(50, 0));
        var settings = Usual with { TransmitPower = new Dbm(power) };
        await radio.ConfigureAsync(settings, default);
        await reference.ConfigureAsync(settings, default);
        await other.ConfigureAsync(Usual, default);
        var chip = (Sx1262Model)model;
        string[] told = [.. chip.Commands.Select(Convert.ToHexString)];
        Assert.Contains(amplifier, told);
        Assert.Contains(output, told);
        Assert.Equal(0x18, chip[0x08E7]);
        await radio.SendAsync(new byte[] { 1, 2, 3 }, default);
        var heard = (await other.ReceiveAsync(default)).Rssi!.Value.Value;
        await reference.SendAsync(new byte[] { 1, 2, 3 }, default);
        Assert.Equal((await other.ReceiveAsync(default)).Rssi!.Value.Value, heard, 0.6);
    });
}
