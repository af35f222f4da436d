namespace Farlink.Radios.Bus;

/// <summary>A wire between a host and a radio chip beside SPI, by what it does.</summary>
public enum ChipLine
{
    /// <summary>To the chip: low resets it (NRESET).</summary>
    Reset,

    /// <summary>From the chip: rises when something happened (SX127x DIO0, SX126x DIO1).</summary>
    Interrupt,

    /// <summary>From an SX126x: high while it takes no command.</summary>
    Busy,

    /// <summary>To the board: high while it receives (RXEN).</summary>
    ReceiveEnable,

    /// <summary>To the board: high while it sends (TXEN).</summary>
    TransmitEnable,
}
