namespace Farlink.Radios.Boards;

/// <summary>
/// Boards people own, from their makers' schematics and the pin tables of public projects; docs/hardware.md says more about each.
/// </summary>
public static class KnownBoards
{
    /// <summary>The seed's board.</summary>
    public static Board Dragino { get; } = new()
    {
        Name = "dragino-lora-gps-hat",
        Title = "Dragino LoRa/GPS HAT",
        Chip = RadioChip.Sx1276,
        ChipSelect = 25,
        Reset = 17,
        Interrupt = 4,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Board> All { get; } =
    [
        Dragino,
        new()
        {
            Name = "adafruit-rfm95-bonnet",
            Title = "Adafruit LoRa Radio Bonnet (RFM95W)",
            Chip = RadioChip.Sx1276,
            SpiDevice = 1,
            Reset = 25,
            Interrupt = 22,
        },
        new()
        {
            Name = "loraspi",
            Title = "LoRasPI (RFM95W)",
            Chip = RadioChip.Sx1276,
            Reset = 22,
            Interrupt = 25,
        },
        new()
        {
            Name = "elecrow-rfm95",
            Title = "Elecrow LoRa RFM95 IOT board",
            Chip = RadioChip.Sx1276,
            SpiDevice = 1,
            Reset = 22,
            Interrupt = 25,
        },
        new()
        {
            Name = "waveshare-sx1262-spi",
            Title = "Waveshare SX1262 LoRaWAN node HAT (SPI; not the UART one)",
            Chip = RadioChip.Sx1262,
            ChipSelect = 21,
            Reset = 18,
            Interrupt = 16,
            Busy = 20,
            TransmitEnable = 6,
            Dio2IsSwitch = true,
        },
        new()
        {
            Name = "meshadv",
            Title = "MeshAdv Pi HAT (E22-900M30S)",
            Chip = RadioChip.Sx1262,
            ChipSelect = 21,
            Reset = 18,
            Interrupt = 16,
            Busy = 20,
            ReceiveEnable = 12,
            TransmitEnable = 13,
            TcxoVolts = 1.8,

            // From about 12 dB at little power to 8 dB at all of it.
            AmplifierDecibel = 12,
        },
        new()
        {
            Name = "meshadv-mini",
            Title = "MeshAdv Mini (E22-900M22S)",
            Chip = RadioChip.Sx1262,
            Reset = 24,
            Interrupt = 16,
            Busy = 20,
            ReceiveEnable = 12,
            Dio2IsSwitch = true,
            TcxoVolts = 1.8,
        },
        new()
        {
            Name = "rak6421-13300",
            Title = "RAKwireless RAK6421 HAT with RAK13300 in slot 1",
            Chip = RadioChip.Sx1262,
            Reset = 16,
            Interrupt = 22,
            Busy = 24,
            PowerEnable = [12, 13],
            Dio2IsSwitch = true,
            TcxoVolts = 1.8,
        },
    ];

    /// <summary>Finds a board by its name, in any case of letters.</summary>
    public static Board? Find(string name) =>
        All.FirstOrDefault(board => string.Equals(board.Name, name, StringComparison.OrdinalIgnoreCase));
}
