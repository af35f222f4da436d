namespace Farlink.Configuration.Reference;

/// <summary>The table [radio.pins]; the defaults are those without a board.</summary>
internal static class PinMeanings
{
    private const string NoLine = "no line";

    public static IReadOnlyList<KeyMeaning> All { get; } =
    [
        new("interrupt", "GPIO of DIO0 (SX127x) or DIO1 (SX126x)") { Default = "must be given" },
        new("reset", "GPIO of NRESET; give it, or a chip that hangs cannot be recovered") { Default = NoLine },
        new("busy", "GPIO of BUSY; an SX126x needs it") { Default = NoLine },
        new("cs", "GPIO as chip select, in place of CE0 and CE1") { Default = NoLine },
        new("spi_bus", "first number of `/dev/spidev0.0`"),
        new("spi_device", "second number: 0 is CE0, 1 is CE1") { Default = "`0`" },
        new("rxen", "GPIO of an antenna switch: high while it receives; SX126x only") { Default = NoLine },
        new("txen", "GPIO of an antenna switch: high while it sends; SX126x only") { Default = NoLine },
        new("dio2_switch", "SX126x: DIO2 works the antenna switch") { Default = "`false`" },
        new("tcxo_volts", "SX126x: voltage of a TCXO on DIO3") { Default = "a crystal" },
        new("amplifier_db", "SX126x: the most that an amplifier behind the chip adds") { Default = "`0`" },
        new("power", "a GPIO that must be high for the board to have power") { Default = NoLine },
        new("gpio_chip", "number in `/dev/gpiochip0`") { Default = "found by itself" },
    ];
}
