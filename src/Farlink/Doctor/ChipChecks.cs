using Farlink.Host.Doctor;
using Farlink.Radios;
using Farlink.Radios.Boards;

namespace Farlink.Doctor;

/// <summary>The radio chip: whether it answers, and if not, which wire it is.</summary>
internal static class ChipChecks
{
    private const byte AllZero = 0x00, AllOne = 0xFF;

    /// <summary>0x12, the version of an SX1276, a bit too early and a bit too late.</summary>
    private const byte ShiftedLeft = 0x24, ShiftedRight = 0x09;

    public static IReadOnlyList<Check> All { get; } =
    [
        ProgramCheck.Of("radio.chip", "The radio chip answers",
            "its version or sync word after a reset, BUSY, another chip's answer",
            "the wire it names; is it another board? farlink radio probe", ChipAsync),
        ProgramCheck.Of("radio.spi", "Every answer of the chip is right", "16 answers, and a register written and read back",
            "shorten and solder the wires it names; 100 nF at the module", With(Spi)),
        ProgramCheck.Of("radio.reset", "NRESET resets the chip", "a register that a reset must clear", "the wire NRESET",
            With(Reset)),
        ProgramCheck.Of("radio.busy", "BUSY rises at a reset and falls again", "BUSY of an SX126x", "the wire BUSY", With(Busy)),
        ProgramCheck.Of("radio.clock", "The chip's clock and modem run", "device errors; the end of activity detection",
            "tcxo_volts = 1.8 in [radio.pins]", With(Clock)),
        ProgramCheck.Of("radio.interrupt", "The interrupt line rises", "DIO0 or DIO1 when activity detection ends",
            "the wire DIO0 or DIO1", With(Interrupt)),
    ];

    /// <summary>A check of a chip that answers.</summary>
    private static Func<ProgramContext, CancellationToken, Task<Finding>> With(
        Func<ProgramContext, ChipSigns, Finding> examine) => async (context, cancellationToken) =>
        {
            if (await NotNowAsync(context, cancellationToken) is { } why) return why;
            try
            {
                var signs = await context.SignsAsync(cancellationToken);
                return signs.IsThere ? examine(context, signs) : Finding.Skip("no chip answers: see radio.chip");
            }
            catch (RadioException)
            {
                return Finding.Skip("the wires cannot be used: see radio.chip");
            }
        };

    /// <summary>A finding where the chip must not be looked at.</summary>
    private static async Task<Finding?> NotNowAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (context.Board is null) return Finding.Skip($"the radio is {context.Config.Radio.Uri}, no chip");
        return await context.ServiceAsync(cancellationToken) is { } process
            ? Finding.Skip(
                $"in use by the running service (process {process})",
                $"sudo systemctl stop {context.Subject.Unit}, then: farlink doctor -c {context.Subject.ConfigPath} --only radio")
            : null;
    }

    private static async Task<Finding> ChipAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (await NotNowAsync(context, cancellationToken) is { } why) return why;
        var board = context.Board!;
        try
        {
            var signs = await context.SignsAsync(cancellationToken);
            return signs.IsThere ? Finding.Ok($"{Name(board.Chip)} answers on {board.Title}") : NotThere(context, board, signs);
        }
        catch (RadioException failure)
        {
            return Finding.Fail(failure.Message, "farlink doctor --only spi,gpio");
        }
    }

    private static Finding NotThere(ProgramContext context, Board board, ChipSigns signs)
    {
        var wires = new WireNames(context.Subject.Radio);
        if (signs.Other is { } other)
        {
            return Finding.Fail(
                $"no {Name(board.Chip)} answers, but an {Name(other)} does: another board",
                $"in [radio] of {context.Subject.ConfigPath}: uri = \"{other.ToString().ToLowerInvariant()}:\", and its board");
        }

        if (signs.IsEcho)
        {
            return Finding.Fail(
                $"what is sent comes back: {wires.Mosi} and {wires.Miso} touch each other",
                Look($"{wires.Mosi} and {wires.Miso}"));
        }

        return board.Chip == RadioChip.Sx1276 ? NoSx127x(wires, signs) : NoSx126x(wires, board, signs);
    }

    private static Finding NoSx127x(WireNames wires, ChipSigns signs)
    {
        var saw = $"no SX1276 answers: its version register reads {Read(signs)}, not 0x12";
        return signs.Wrong switch
        {
            [AllZero] => Finding.Fail(
                $"{saw}: {wires.Miso} or {wires.Of("NSS")} is not connected, or on another pin; or the chip has no power",
                Look($"{wires.Miso}, {wires.Of("NSS")}, then {wires.Supply}")),
            [AllOne] => Finding.Fail(
                $"{saw}: the chip has no power, or {wires.Miso} is not connected", Look($"{wires.Supply}, then {wires.Miso}")),
            [ShiftedLeft or ShiftedRight] => Finding.Fail(
                $"{saw}, which is 0x12 a bit off: {wires.Clock} is disturbed", Look($"{wires.Clock} and ground; shorten them")),
            _ => Finding.Fail(
                $"{saw}: another chip, or {wires.Mosi} and {wires.Clock} are mixed up", Look($"{wires.Mosi}, {wires.Clock}")),
        };
    }

    /// <summary>BUSY tells of an SX126x what SPI cannot: whether it has power, and hears its reset.</summary>
    private static Finding NoSx126x(WireNames wires, Board board, ChipSigns signs)
    {
        var saw = $"no {Name(board.Chip)} answers: its sync word reads {Read(signs)}, not 0x14";
        if (signs is { BusyRises: true, BusyFalls: true })
        {
            return Finding.Fail(
                $"{saw}; but {wires.Of("BUSY")} obeys {wires.Of("NRESET")}, so it has power, and one of SPI's wires is wrong",
                Look($"{wires.Miso}, {wires.Of("NSS")}, {wires.Clock}, {wires.Mosi}"));
        }

        return signs.BusyFalls == false
            ? Finding.Fail(
                $"{saw}, and {wires.Of("BUSY")} stays high: the chip is held in reset, has no power, or BUSY is on another pin",
                Look($"{wires.Of("NRESET")}, {wires.Supply}, {wires.Of("BUSY")}"))
            : Finding.Fail(
                $"{saw}, and {wires.Of("BUSY")} does not obey {wires.Of("NRESET")}: the chip has no power, or is another board",
                Look($"{wires.Supply}, {wires.Of("NRESET")}, {wires.Of("BUSY")}, {wires.Miso}"));
    }

    private static Finding Spi(ProgramContext context, ChipSigns signs)
    {
        var wires = new WireNames(context.Subject.Radio);
        if (signs.Right < signs.Asked)
        {
            return Finding.Fail(
                $"{signs.Asked - signs.Right} of {signs.Asked} answers are wrong ({Read(signs)}): a bad contact, or long wires",
                $"shorten and solder {wires.Clock}, {wires.Miso} and ground; 100 nF between 3.3 V and ground at the module");
        }

        return signs.Keeps == false
            ? Finding.Fail(
                $"the chip answers, and does not keep what is written: {wires.Mosi} is disturbed, or another program uses it",
                Look($"{wires.Mosi}; and who else: sudo gpioinfo"))
            : Finding.Ok($"{signs.Right} of {signs.Asked} answers are right, and it keeps what is written");
    }

    private static Finding Reset(ProgramContext context, ChipSigns signs)
    {
        if (context.Board!.Reset is not { } line)
        {
            return Finding.Warn(
                "the board has no NRESET: a chip that hangs can only be switched off and on",
                $"in [radio.pins] of {context.Subject.ConfigPath}: reset = GPIO, if there is such a wire");
        }

        var wire = HeaderPins.Words("NRESET", line);
        return signs.Resets switch
        {
            true => Finding.Ok($"{wire} resets the chip"),
            false => Finding.Fail(
                $"{wire} has no effect on the chip: not connected, or on another pin", Look(wire)),
            null => Finding.Skip("the chip keeps nothing that a reset could take away: see radio.spi"),
        };
    }

    private static Finding Busy(ProgramContext context, ChipSigns signs)
    {
        if (context.Board!.Chip == RadioChip.Sx1276) return Finding.Skip("an SX127x has no BUSY");
        if (context.Board.Busy is not { } line) return Finding.Skip("the board has no BUSY");
        var wire = HeaderPins.Words("BUSY", line);
        if (signs.BusyFalls == false)
            return Finding.Fail($"{wire} is always high, and the chip answers: it is another line", Look(wire));
        return signs.BusyRises == false
            ? Finding.Fail(
                $"{wire} is never high, not even at a reset: not connected, or on another pin",
                Look(signs.Resets == false ? $"{wire}, and {new WireNames(context.Subject.Radio).Of("NRESET")} first" : wire))
            : Finding.Ok($"{wire} rises and falls");
    }

    private static Finding Clock(ProgramContext context, ChipSigns signs)
    {
        if (signs.ClockStarts == false)
        {
            var pins = $"in [radio.pins] of {context.Subject.ConfigPath}";
            return context.Board!.TcxoVolts is { } volts
                ? Finding.Fail(
                    $"the clock does not start: the TCXO wants another voltage than {volts:0.0} V, or it is a crystal",
                    $"{pins}: another tcxo_volts, or none; see the module's data sheet")
                : Finding.Fail(
                    "the clock does not start: the board has a TCXO, which gets no voltage", $"{pins}: tcxo_volts = 1.8");
        }

        return signs.Ends switch
        {
            true => Finding.Ok("it runs"),
            false => Finding.Fail(
                "the modem does not end its activity detection: it hangs, or its crystal does not run",
                "switch the power off and on; if it stays, another board"),
            null => Finding.Skip("not looked at"),
        };
    }

    private static Finding Interrupt(ProgramContext context, ChipSigns signs)
    {
        if (signs.Ends != true) return Finding.Skip("the modem does not run: see radio.clock");
        var name = context.Board!.Chip == RadioChip.Sx1276 ? "DIO0" : "DIO1";
        var wire = HeaderPins.Words(name, context.Board.Interrupt);
        if (signs.WasHigh == true)
            return Finding.Fail($"{wire} is high although nothing happened: it is another line, or touches 3.3 V", Look(wire));
        return signs.Rises == true
            ? Finding.Ok($"{wire} rises when the chip has something to tell")
            : Finding.Fail($"the chip has something to tell, and {wire} stays low: not connected, or on another pin", Look(wire));
    }

    private static string Look(string wires) =>
        $"check {wires}; then: farlink doctor --only radio; another board? farlink radio probe";

    private static string Read(ChipSigns signs) => string.Join(", ", signs.Wrong.Take(4).Select(answer => $"0x{answer:X2}"));

    private static string Name(RadioChip chip) => chip.ToString().ToUpperInvariant();
}
