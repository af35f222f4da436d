using Farlink.Protocol.Units;

namespace Farlink.Protocol.Airtime;

/// <summary>
/// The regions Farlink knows, as data. Sources: ERC/REC 70-03 annex 1 and Commission Decision 2006/771/EC as amended (EU868);
/// 47 CFR 15.247 (US915); the LoRaWAN regional parameters for the rest. National rules may differ: check before transmitting.
/// </summary>
public static class Regions
{
    private static readonly PowerLimit Erp25Milliwatts = new(new Dbm(14), PowerReference.Erp);
    private static readonly Duration Dwell400 = Duration.FromMilliseconds(400);

    /// <summary>Every region, by name.</summary>
    public static IReadOnlyList<Region> All { get; } = [Eu868(), Us915(), Au915(), As923(), In865(), Kr920()];

    /// <summary>Finds a region by its name, in any case.</summary>
    public static bool TryFind(string? name, out Region region)
    {
        region = All[0];
        foreach (var candidate in All)
        {
            if (!string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase)) continue;
            region = candidate;
            return true;
        }

        return false;
    }

    private static Region Eu868() => new()
    {
        Name = "EU868",
        DefaultFrequency = Hertz.FromMegahertz(869.525),
        DefaultBandwidth = Hertz.FromKilohertz(125),
        SubBands =
        [
            Eu("863", 863, 865, 10, Erp25Milliwatts),
            Eu("865", 865, 868, 100, Erp25Milliwatts),
            Eu("g1", 868, 868.6, 100, Erp25Milliwatts),
            Eu("g2", 868.7, 869.2, 10, Erp25Milliwatts),
            Eu("g3", 869.4, 869.65, 1000, new PowerLimit(new Dbm(27), PowerReference.Erp)),
            Eu("g4", 869.7, 870, 100, Erp25Milliwatts),
        ],
    };

    private static Region Us915() => new()
    {
        Name = "US915",
        DefaultFrequency = Hertz.FromMegahertz(915),
        DefaultBandwidth = Hertz.FromKilohertz(500),
        SubBands =
        [
            new SubBand
            {
                Name = "902",
                Low = Hertz.FromMegahertz(902),
                High = Hertz.FromMegahertz(928),
                Power = new PowerLimit(new Dbm(30), PowerReference.Conducted),
                NarrowestFixedChannel = Hertz.FromKilohertz(500),
            },
        ],
    };

    private static Region Au915() => new()
    {
        Name = "AU915",
        DefaultFrequency = Hertz.FromMegahertz(919),
        DefaultBandwidth = Hertz.FromKilohertz(500),
        SubBands =
        [
            new SubBand
            {
                Name = "915",
                Low = Hertz.FromMegahertz(915),
                High = Hertz.FromMegahertz(928),
                Power = new PowerLimit(new Dbm(30), PowerReference.Eirp),
                Dwell = Dwell400,
                NarrowestFixedChannel = Hertz.FromKilohertz(500),
            },
        ],
    };

    private static Region As923() => new()
    {
        Name = "AS923",
        DefaultFrequency = Hertz.FromMegahertz(923.2),
        DefaultBandwidth = Hertz.FromKilohertz(125),
        SubBands =
        [
            new SubBand
            {
                Name = "923",
                Low = Hertz.FromMegahertz(920),
                High = Hertz.FromMegahertz(925),
                Power = new PowerLimit(new Dbm(16), PowerReference.Eirp),
                DutyCycle = new DutyCycle(100),
                Dwell = Dwell400,
            },
        ],
    };

    private static Region In865() => new()
    {
        Name = "IN865",
        DefaultFrequency = Hertz.FromMegahertz(866.1),
        DefaultBandwidth = Hertz.FromKilohertz(125),
        SubBands =
        [
            new SubBand
            {
                Name = "865",
                Low = Hertz.FromMegahertz(865),
                High = Hertz.FromMegahertz(867),
                Power = new PowerLimit(new Dbm(30), PowerReference.Eirp),
            },
        ],
    };

    private static Region Kr920() => new()
    {
        Name = "KR920",
        DefaultFrequency = Hertz.FromMegahertz(922.1),
        DefaultBandwidth = Hertz.FromKilohertz(125),
        SubBands =
        [
            Kr("920", 920.8, 922, 10),
            Kr("922", 922, 923.4, 14),
        ],
    };

    private static SubBand Eu(string name, double low, double high, int dutyPartsPerTenThousand, PowerLimit power) => new()
    {
        Name = name,
        Low = Hertz.FromMegahertz(low),
        High = Hertz.FromMegahertz(high),
        DutyCycle = new DutyCycle(dutyPartsPerTenThousand),
        Power = power,
    };

    private static SubBand Kr(string name, double low, double high, double powerDbm) => new()
    {
        Name = name,
        Low = Hertz.FromMegahertz(low),
        High = Hertz.FromMegahertz(high),
        Power = new PowerLimit(new Dbm(powerDbm), PowerReference.Eirp),
        ListenBeforeTalk = true,
    };
}
