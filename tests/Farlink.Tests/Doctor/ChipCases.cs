using Farlink.Host.Doctor;
using Farlink.Radios;
using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Simulation.Chips;

namespace Farlink.Tests.Doctor;

/// <summary>Every way to wire a radio chip wrongly that a person comes upon, and the wire that must be named.</summary>
internal static class ChipCases
{
    private const byte WriteBit = 0x80;

    public static IReadOnlyList<ProgramCase> All { get; } = [.. Sx1276, .. Sx1262];

    private static Board Waveshare => KnownBoards.Find("waveshare-sx1262-spi")!;

    private static IEnumerable<ProgramCase> Sx1276 =>
    [
        new("radio.chip", "SX1276 without power", Verdict.Fail,
            "reads 0xFF, not 0x12: the chip has no power, or MISO (GPIO9, pin 21) is not connected", "3.3 V (pin 1 or 17)",
            bench => Fault(bench, KnownBoards.Dragino, faults => faults.HasNoPower = true)),
        new("radio.chip", "SX1276, MISO or chip select open", Verdict.Fail,
            "reads 0x00, not 0x12: MISO (GPIO9, pin 21) or NSS (GPIO25, pin 22) is not connected", "NSS (GPIO25, pin 22)",
            bench => Fault(bench, KnownBoards.Dragino, faults => faults.MisoIsLow = true)),
        new("radio.chip", "SX1276, MOSI and MISO touch", Verdict.Fail,
            "MOSI (GPIO10, pin 19) and MISO (GPIO9, pin 21) touch each other", "MOSI (GPIO10, pin 19)",
            bench => Use(bench, wires => wires with { Read = (sent, _) => sent })),
        new("radio.chip", "SX1276, the clock is disturbed", Verdict.Fail, "SCLK (GPIO11, pin 23) is disturbed",
            "SCLK (GPIO11, pin 23)", bench => Use(bench, wires => wires with
            {
                Read = (_, said) => [.. said.Select(octet => (byte)(octet >> 1))],
            })),
        new("radio.chip", "another chip, or MOSI and SCLK mixed up", Verdict.Fail,
            "another chip, or MOSI (GPIO10, pin 19) and SCLK (GPIO11, pin 23) are mixed up",
            "MOSI (GPIO10, pin 19), SCLK (GPIO11, pin 23)", bench => Use(bench, wires => wires with
            {
                Read = (_, said) => [.. said.Select(_ => (byte)0x5A)],
            })),
        new("radio.chip", "an SX1262 in place of an SX1276", Verdict.Fail, "no SX1276 answers, but an SX1262 does",
            "uri = \"sx1262:\"", bench => bench.OpenChip = board => bench.Wire(board, bench.Model(Waveshare))),
        new("radio.chip", "the lines cannot be used", Verdict.Fail, "Is another program using the radio?", "--only spi,gpio",
            bench => bench.OpenChip = _ => throw new RadioException("Cannot use the lines. Is another program using the radio?")),
        new("radio.spi", "a bad contact", Verdict.Fail, "4 of 16 answers are wrong (0x00)", "SCLK (GPIO11, pin 23)",
            bench =>
            {
                var count = 0;
                Use(bench, wires => wires with { Read = (_, said) => count++ % 4 == 3 ? new byte[said.Length] : said });
            }),
        new("radio.spi", "what is written does not arrive", Verdict.Fail, "MOSI (GPIO10, pin 19) is disturbed", "sudo gpioinfo",
            bench => Use(bench, wires => wires with { Drops = sent => (sent[0] & WriteBit) != 0 })),
        new("radio.reset", "NRESET open", Verdict.Fail, "NRESET (GPIO17, pin 11) has no effect", "check NRESET (GPIO17, pin 11)",
            bench => Use(bench, wires => wires with { Cut = ChipLine.Reset })),
        new("radio.reset", "no NRESET at all", Verdict.Warn, "the board has no NRESET", "reset = GPIO", bench => bench.Replace(
            "board = \"dragino-lora-gps-hat\"", "[radio.pins]\ncs = 25\ninterrupt = 4")),
        new("radio.interrupt", "DIO0 open", Verdict.Fail, "DIO0 (GPIO4, pin 7) stays low", "check DIO0 (GPIO4, pin 7)",
            bench => Fault(bench, KnownBoards.Dragino, faults => faults.InterruptIsCut = true)),
        new("radio.interrupt", "DIO0 on another line", Verdict.Fail, "DIO0 (GPIO4, pin 7) is high although nothing happened",
            "check DIO0", bench => Use(bench, wires => wires with { Level = (_, _) => true })),
        new("radio.clock", "the modem hangs", Verdict.Fail, "does not end its activity detection", "power off and on",
            bench => Fault(bench, KnownBoards.Dragino, faults => faults.Hangs = true)),
    ];

    private static IEnumerable<ProgramCase> Sx1262 =>
    [
        new("radio.chip", "SX1262, one of SPI's wires open", Verdict.Fail,
            "BUSY (GPIO20, pin 38) obeys NRESET (GPIO18, pin 12), so it has power", "MISO (GPIO9, pin 21), NSS (GPIO21, pin 40)",
            bench => Fault(bench, Waveshare, faults => faults.MisoIsLow = true)),
        new("radio.chip", "SX1262 without power", Verdict.Fail, "BUSY (GPIO20, pin 38) does not obey NRESET (GPIO18, pin 12)",
            "3.3 V (pin 1 or 17)", bench => Use(bench, Waveshare, wires => wires with
            {
                Level = (_, _) => false,
                Read = (_, said) => [.. said.Select(_ => (byte)0xFF)],
            })),
        new("radio.chip", "SX1262 held in reset", Verdict.Fail, "BUSY (GPIO20, pin 38) stays high",
            "check NRESET (GPIO18, pin 12)", bench => Use(bench, Waveshare, wires => wires with
            {
                Level = (line, level) => line == ChipLine.Busy || level,
                Read = (_, said) => new byte[said.Length],
            })),
        new("radio.chip", "an SX1276 in place of an SX1262", Verdict.Fail, "no SX1262 answers, but an SX1276 does",
            "uri = \"sx1276:\"", bench =>
            {
                Configure(bench, Waveshare);
                bench.OpenChip = board => bench.Wire(board, bench.Model(KnownBoards.Dragino));
            }),
        new("radio.busy", "BUSY open", Verdict.Fail, "BUSY (GPIO20, pin 38) is never high", "check BUSY (GPIO20, pin 38)",
            bench => Use(bench, Waveshare, wires => wires with { Level = (line, level) => line != ChipLine.Busy && level })),
        new("radio.busy", "BUSY on another line", Verdict.Fail, "BUSY (GPIO20, pin 38) is always high", "check BUSY",
            bench => Use(bench, Waveshare, wires => wires with { Level = (line, level) => line == ChipLine.Busy || level })),
        new("radio.reset", "SX1262, NRESET open", Verdict.Fail, "NRESET (GPIO18, pin 12) has no effect", "check NRESET",
            bench => Use(bench, Waveshare, wires => wires with { Cut = ChipLine.Reset })),
        new("radio.clock", "a TCXO that nobody told of", Verdict.Fail, "the board has a TCXO", "tcxo_volts = 1.8", bench =>
        {
            Configure(bench, Waveshare);
            bench.OpenChip = board => bench.Wire(board, bench.Model(Waveshare with { TcxoVolts = 1.8 }));
        }),
        new("radio.clock", "a TCXO of another voltage", Verdict.Fail, "the TCXO wants another voltage than 1.8 V",
            "another tcxo_volts", bench =>
            {
                Configure(bench, KnownBoards.Find("meshadv")!);
                bench.OpenChip = board => bench.Wire(board, bench.Model(board with { TcxoVolts = 3.3 }));
            }),
        new("radio.interrupt", "DIO1 open", Verdict.Fail, "DIO1 (GPIO16, pin 36) stays low", "check DIO1 (GPIO16, pin 36)",
            bench => Fault(bench, Waveshare, faults => faults.InterruptIsCut = true)),
    ];

    /// <summary>Puts another board into the configuration.</summary>
    public static void Configure(DoctorBench bench, Board board)
    {
        bench.Replace("uri = \"sx1276:\"", $"uri = \"{board.Chip.ToString().ToLowerInvariant()}:\"");
        bench.Replace("dragino-lora-gps-hat", board.Name);
    }

    private static void Fault(DoctorBench bench, Board board, Action<ChipFaults> faults)
    {
        if (board.Name != KnownBoards.Dragino.Name) Configure(bench, board);
        bench.OpenChip = wired => bench.Wire(wired, bench.Model(wired, faults));
    }

    private static void Use(DoctorBench bench, Func<FaultyWires, FaultyWires> change) =>
        bench.OpenChip = board => change(bench.Wire(board));

    private static void Use(DoctorBench bench, Board board, Func<FaultyWires, FaultyWires> change)
    {
        Configure(bench, board);
        Use(bench, change);
    }
}
