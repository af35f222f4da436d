using Farlink.Protocol.Units;

namespace Farlink.Protocol.Airtime;

/// <summary>
/// How a LoRa frame is put on the air. Two radios hear each other only if all of it agrees but <see cref="PreambleSymbols"/>.
/// </summary>
public sealed record LoRaModulation
{
    /// <summary>Bandwidths of the SX127x and SX126x (SX1276 data sheet, RegModemConfig1).</summary>
    public static IReadOnlyList<Hertz> Bandwidths { get; } =
    [
        new(7_812), new(10_417), new(15_625), new(20_833), new(31_250), new(41_667), new(62_500), new(125_000), new(250_000),
        new(500_000),
    ];

    /// <summary>
    /// From this symbol length on, a receiver's clock drifts so far in a long frame that both ends must optimise.
    /// </summary>
    public static Duration LowDataRateSymbol { get; } = Duration.FromMilliseconds(16);

    /// <summary>Spreading factor; default SF7.</summary>
    public SpreadingFactor SpreadingFactor { get; init; } = new(7);

    /// <summary>Bandwidth, one of <see cref="Bandwidths"/>; default 125 kHz.</summary>
    public Hertz Bandwidth { get; init; } = new(125_000);

    /// <summary>Coding rate; default 4/5.</summary>
    public CodingRate CodingRate { get; init; } = CodingRate.FourFifths;

    /// <summary>
    /// Low data rate optimisation, as configured and never guessed: deployed drivers disagree on when it is on, and two
    /// radios that disagree hear nothing of each other. <see cref="RecommendedLowDataRate"/> is what the data sheet asks for.
    /// </summary>
    public bool LowDataRateOptimize { get; init; }

    /// <summary>Programmed preamble in symbols (the chip adds 4.25); default 8.</summary>
    public int PreambleSymbols { get; init; } = 8;

    /// <summary>
    /// Octets that the modem itself puts before each frame on the air; default 0. An RNode adds one. A frame and these are at
    /// most
    /// 255 octets.
    /// </summary>
    public int AddedOctets { get; init; }

    /// <summary>Whether the frame carries the header with length, coding rate and CRC flag; default yes.</summary>
    public bool ExplicitHeader { get; init; } = true;

    /// <summary>Whether the payload is followed by a 16-bit CRC; default yes.</summary>
    public bool Crc { get; init; } = true;

    /// <summary>Sync word; 0x12 for private networks and RadioHead, 0x34 for LoRaWAN.</summary>
    public byte SyncWord { get; init; } = 0x12;

    /// <summary>Whether the chirps are inverted; default no.</summary>
    public bool InvertIq { get; init; }

    /// <summary>Length of one symbol.</summary>
    public Duration Symbol => LoRaAirtime.SymbolsToDuration(quarterSymbols: 4, SpreadingFactor, Bandwidth);

    /// <summary>Whether the data sheet asks for low data rate optimisation: a symbol lasts 16 ms or more.</summary>
    public static bool RecommendedLowDataRate(SpreadingFactor spreadingFactor, Hertz bandwidth) =>
        LoRaAirtime.SymbolsToDuration(quarterSymbols: 4, spreadingFactor, bandwidth) >= LowDataRateSymbol;

    /// <summary>For people: <c>SF7 125 kHz 4/5</c>.</summary>
    public override string ToString() =>
        $"{SpreadingFactor} {Bandwidth} {CodingRate}{(LowDataRateOptimize ? " LDRO" : string.Empty)}";
}
