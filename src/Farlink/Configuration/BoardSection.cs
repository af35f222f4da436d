using System.Globalization;
using Farlink.Radios.Boards;
using Farlink.Radios.Chips;

namespace Farlink.Configuration;

/// <summary>Reads <c>radio.board</c> and <c>[radio.pins]</c>: how a chip is wired.</summary>
internal static class BoardSection
{
    private const int HighestPin = 63;

    /// <summary>The board of a chip, with the pins that differ from it; null where the radio is no chip of this host.</summary>
    public static Board? Bind(SectionReader radio, RadioUri uri)
    {
        if (uri is not RadioUri.IChip chip)
        {
            radio.Ignore("belongs to a chip on SPI (sx1276:, sx1262:, spi-tcp://)", "board", "pins");
            return null;
        }

        var name = radio.OptionalText("board");
        radio.Allows("board", KnownBoards.All.Select(board => TomlValue.Of(board.Name)));
        var known = name is null ? null : KnownBoards.Find(name);
        if (name is not null && known is null)
            radio.Reject("board", $"\"{Protocol.Text.Printable.Escape(name)}\"", $"known boards: {Names}; or [radio.pins] alone");
        var pins = radio.Section("pins");
        if (known is null && !radio.Has("pins"))
        {
            if (name is null && chip.Chip is not null)
                radio.Reject("board", "nothing", $"which board: {Names}; or [radio.pins] for one of your own");
            return chip.Chip is null ? KnownBoards.Dragino : null;
        }

        if (known is not null && chip.Chip is { } wanted && known.Chip != wanted)
            radio.Reject("board", $"\"{known.Name}\"",
                $"it has an {known.Chip.ToString().ToUpperInvariant()}: another uri, or another board");
        if (known is null && !pins.Has("interrupt"))
            pins.Reject("interrupt", "nothing", "the GPIO of DIO0 (SX127x) or DIO1 (SX126x)");
        return WithPins(pins, known ?? new Board
        {
            Name = "own",
            Title = "a board of your own",
            Chip = chip.Chip ?? RadioChip.Sx1276,
            Interrupt = 0,
        }, known?.Interrupt);
    }

    private static string Names => string.Join(", ", KnownBoards.All.Select(board => board.Name));

    private static Board WithPins(SectionReader pins, Board board, int? interrupt)
    {
        int? Pin(string key, int? usual) => (int?)pins.OptionalInteger(key, usual, 0, HighestPin);
        var power = Pin("power", null);
        var changed = board with
        {
            SpiBus = (int)pins.Integer("spi_bus", board.SpiBus, 0, 9),
            SpiDevice = (int)pins.Integer("spi_device", board.SpiDevice, 0, 9),
            ChipSelect = Pin("cs", board.ChipSelect),
            Reset = Pin("reset", board.Reset),
            Interrupt = Pin("interrupt", interrupt) ?? 0,
            Busy = Pin("busy", board.Busy),
            ReceiveEnable = Pin("rxen", board.ReceiveEnable),
            TransmitEnable = Pin("txen", board.TransmitEnable),
            Dio2IsSwitch = pins.Flag("dio2_switch", board.Dio2IsSwitch),
            TcxoVolts = pins.OptionalNumber("tcxo_volts", board.TcxoVolts, 1.6, 3.3),
            AmplifierDecibel = pins.Number("amplifier_db", board.AmplifierDecibel, 0, 40),
            PowerEnable = power is null ? board.PowerEnable : [power.Value],
            GpioChip = Pin("gpio_chip", board.GpioChip),
        };
        pins.Allows("tcxo_volts", ChipRadios.TcxoVolts.Select(one => TomlValue.Of(one)));
        foreach (var key in (string[])["rxen", "txen", "amplifier_db"])
        {
            if (changed.Chip == RadioChip.Sx1276 && pins.Has(key))
                pins.Reject(key, "a value",
                    "belongs to an SX1261 or SX1262; boards with an SX127x switch their antenna by themselves");
        }

        if (changed.Chip != RadioChip.Sx1276 && changed.Busy is null)
            pins.Reject("busy", "nothing", "the GPIO of BUSY: an SX126x cannot be used without it");
        if (changed.TcxoVolts is { } volts && !ChipRadios.TcxoVolts.Contains(volts))
        {
            pins.Reject(
                "tcxo_volts", volts.ToString(CultureInfo.InvariantCulture),
                "what DIO3 can give: "
                    + string.Join(", ", ChipRadios.TcxoVolts.Select(one => one.ToString(CultureInfo.InvariantCulture))));
        }

        int?[] used =
        [
            BoardPins.ChipSelectOf(changed), changed.Reset, changed.Interrupt, changed.Busy, changed.ReceiveEnable,
            changed.TransmitEnable, .. changed.PowerEnable,
        ];
        if (used.OfType<int>().GroupBy(pin => pin).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            pins.Reject(
                "interrupt", $"GPIO{twice.Key}",
                "one line cannot be two things: cs (or CE0 GPIO8, CE1 GPIO7), reset, interrupt, busy, rxen, txen, power");
        }

        pins.Finish();
        return changed;
    }
}
