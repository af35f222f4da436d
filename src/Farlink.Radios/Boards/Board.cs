namespace Farlink.Radios.Boards;

/// <summary>
/// How a radio chip is wired to a Raspberry Pi. GPIO numbers are those of the processor (BCM), not of the header; null where
/// there
/// is no wire.
/// </summary>
public sealed record Board
{
    /// <summary>Its name in <c>radio.board</c>.</summary>
    public required string Name { get; init; }

    /// <summary>For people: maker and product.</summary>
    public required string Title { get; init; }

    /// <summary>The chip on it.</summary>
    public required RadioChip Chip { get; init; }

    /// <summary>SPI bus; default 0.</summary>
    public int SpiBus { get; init; }

    /// <summary>
    /// Chip select of the SPI driver, the second number of <c>/dev/spidev0.0</c>; with <see cref="ChipSelect"/> its line is not
    /// used. Default 0.
    /// </summary>
    public int SpiDevice { get; init; }

    /// <summary>A GPIO as chip select, where the board does not use CE0 (GPIO8) or CE1 (GPIO7).</summary>
    public int? ChipSelect { get; init; }

    /// <summary>NRESET.</summary>
    public int? Reset { get; init; }

    /// <summary>DIO0 of an SX127x, DIO1 of an SX126x.</summary>
    public required int Interrupt { get; init; }

    /// <summary>BUSY of an SX126x.</summary>
    public int? Busy { get; init; }

    /// <summary>RXEN: high while it receives.</summary>
    public int? ReceiveEnable { get; init; }

    /// <summary>TXEN: high while it sends.</summary>
    public int? TransmitEnable { get; init; }

    /// <summary>GPIOs that must be high for the board to have power.</summary>
    public IReadOnlyList<int> PowerEnable { get; init; } = [];

    /// <summary>Whether DIO2 of an SX126x works the antenna switch.</summary>
    public bool Dio2IsSwitch { get; init; }

    /// <summary>Voltage of a TCXO on DIO3 of an SX126x, in volts: 1.6 to 3.3; null: a crystal.</summary>
    public double? TcxoVolts { get; init; }

    /// <summary>
    /// What an amplifier behind the chip adds, in dB; where it varies, the most it adds: rather too little leaves the antenna
    /// than
    /// too much. Default 0: none.
    /// </summary>
    public double AmplifierDecibel { get; init; }

    /// <summary>
    /// GPIO chip, the number in <c>/dev/gpiochip0</c>; null: found by itself (a Pi 5's header may be another one).
    /// </summary>
    public int? GpioChip { get; init; }

    /// <summary>Bands its filters are made for, in MHz, for people.</summary>
    public string Bands { get; init; } = "868/915";
}
