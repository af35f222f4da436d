using System.Globalization;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Configuration;

/// <summary>Bandwidths as people write them: in kilohertz, rounded (41.7, 31.25).</summary>
internal static class ModulationText
{
    /// <summary>A written bandwidth may be off by this much: 7.8 is 7.8125 kHz.</summary>
    private const double ToleranceKilohertz = 0.1;

    /// <summary>Every bandwidth in kilohertz.</summary>
    public static IReadOnlyList<string> Bandwidths { get; } =
        [.. LoRaModulation.Bandwidths.Select(one => one.Kilohertz.ToString("0.##", CultureInfo.InvariantCulture))];

    public static string AllBandwidths { get; } = string.Join(", ", Bandwidths) + " kHz";

    /// <summary>Every coding rate, as it is written in a configuration.</summary>
    public static IReadOnlyList<string> CodingRates { get; } =
        [.. Enumerable.Range(1, 4).Select(bits => TomlValue.Of(CodingRate.FromParityBits(bits).ToString()))];

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
