using Farlink.Host.Doctor;

namespace Farlink.Doctor;

/// <summary>What the wires of a board are called, with the pin of the header.</summary>
/// <param name="radio">The board's wires.</param>
internal sealed class WireNames(RadioSubject radio)
{
    /// <summary>Chip to host.</summary>
    public string Miso => Bus("MISO", 9, 19);

    /// <summary>Host to chip.</summary>
    public string Mosi => Bus("MOSI", 10, 20);

    /// <summary>SPI's clock.</summary>
    public string Clock => Bus("SCLK", 11, 21);

    /// <summary>3.3 V and ground.</summary>
    public string Supply => radio.Wires.FirstOrDefault(wire => wire.Name == "power") is { } power
        ? $"{HeaderPins.Words("the power switch", power.Gpio)}, 3.3 V and ground"
        : "3.3 V (pin 1 or 17) and ground (pin 6, 9, 25)";

    /// <summary>A wire beside SPI, by its name.</summary>
    public string Of(string name) =>
        radio.Wires.FirstOrDefault(wire => wire.Name == name) is { } wire ? HeaderPins.Words(name, wire.Gpio) : name;

    /// <summary>A wire of SPI0 or SPI1; where others are differs between models.</summary>
    private string Bus(string name, int onFirst, int onSecond) => radio.SpiBus switch
    {
        0 => HeaderPins.Words(name, onFirst),
        1 => HeaderPins.Words(name, onSecond),
        _ => $"{name} of SPI{radio.SpiBus}",
    };
}
