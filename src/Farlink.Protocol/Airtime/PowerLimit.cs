using Farlink.Protocol.Units;

namespace Farlink.Protocol.Airtime;

/// <summary>Where a region's rules measure power.</summary>
public enum PowerReference
{
    /// <summary>Effective radiated power, over a half-wave dipole: conducted + antenna gain in dBi - 2.15 dB.</summary>
    Erp,

    /// <summary>Equivalent isotropically radiated power: conducted + antenna gain in dBi.</summary>
    Eirp,

    /// <summary>At the antenna connector.</summary>
    Conducted,
}

/// <summary>The highest power a sub-band allows.</summary>
/// <param name="Power">Level.</param>
/// <param name="Reference">Where it is measured.</param>
public readonly record struct PowerLimit(Dbm Power, PowerReference Reference)
{
    /// <summary>For people: <c>14 dBm ERP</c>.</summary>
    public override string ToString() => Reference switch
    {
        PowerReference.Erp => $"{Power} ERP",
        PowerReference.Eirp => $"{Power} EIRP",
        _ => $"{Power} conducted",
    };
}
