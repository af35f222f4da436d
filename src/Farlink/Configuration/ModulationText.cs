using System.Globalization;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Configuration;

/// <summary>Bandwidths as people write them: in kilohertz, rounded (41.7, 31.25).</summary>
internal static class ModulationText
{
    /// <summary>A written bandwidth may be off by this much: 7.8 is 7.8125 kHz.</summary>
    private const double ToleranceKilohertz = 0.1;

    public static string AllBandwidths { get; } = string.Join(
        ", ",
        LoRaModulation.Bandwidths.Select(
            bandwidth => bandwidth.Kilohertz.ToString("0.##", CultureInfo.InvariantCulture))) + " kHz";

    public static bool TryFindBandwidth(double kilohertz, out Hertz bandwidth)
    {
        foreach (var known in LoRaModulation.Bandwidths)
        {
            bandwidth = known;
            if (Math.Abs(known.Kilohertz - kilohertz) < ToleranceKilohertz) return true;
        }

        bandwidth = new Hertz(125_000);
        return false;
    }
}
