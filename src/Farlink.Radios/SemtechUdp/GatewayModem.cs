using Farlink.Protocol.Airtime;

namespace Farlink.Radios.SemtechUdp;

/// <summary>What a concentrator can be told through a packet forwarder, and what it decides by itself.</summary>
public static class GatewayModem
{
    private const byte PrivateSyncWord = 0x12, PublicSyncWord = 0x34;

    /// <summary>Why these settings cannot be had from a concentrator, or null.</summary>
    public static string? Refuse(RadioSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var modulation = settings.Modulation;
        if (modulation.Bandwidth.Value is not (125_000 or 250_000 or 500_000))
            return $"{modulation.Bandwidth} is no bandwidth of a concentrator: 125, 250 or 500 kHz.";
        var (factor, bandwidth) = (modulation.SpreadingFactor, modulation.Bandwidth);
        if (factor.Value < 7) return $"{factor} is no spreading factor of a concentrator: SF7 to SF12.";
        if (modulation.LowDataRateOptimize != LoRaModulation.RecommendedLowDataRate(factor, bandwidth))
        {
            return $"It sets low data rate optimisation by itself, and with {factor} at {bandwidth} it is "
                + (modulation.LowDataRateOptimize ? "off." : "on.");
        }

        if (modulation.SyncWord is not (PrivateSyncWord or PublicSyncWord))
        {
            return $"Sync word 0x{modulation.SyncWord:X2} is not possible: 0x12 (lorawan_public false in global_conf.json) or "
                + "0x34 (true).";
        }

        if (!modulation.ExplicitHeader) return "Frames without a header are not supported: their length is not known.";
        return null;
    }
}
