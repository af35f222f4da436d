using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios;

namespace Farlink.Simulation.Ether;

/// <summary>One frame on the simulated air.</summary>
internal sealed class EtherTransmission
{
    public required EtherStation Sender { get; init; }

    public required RadioSettings Settings { get; init; }

    public required ReadOnlyMemory<byte> Octets { get; init; }

    public required Instant Start { get; init; }

    /// <summary>When its last symbol leaves; moved forward if the sender stops in the middle.</summary>
    public required Instant End { get; set; }

    public bool IsOnAir { get; set; } = true;

    /// <summary>
    /// From here on a receiver is locked: interference that ended before does no harm (the last five preamble symbols).
    /// </summary>
    public Instant CriticalStart =>
        Start + LoRaAirtime.SymbolsToDuration(
            4 * Math.Max(0, Settings.Modulation.PreambleSymbols - 5), Settings.Modulation.SpreadingFactor,
            Settings.Modulation.Bandwidth);

    /// <summary>End of what channel activity detection sees.</summary>
    public Instant PreambleEnd =>
        Start + LoRaAirtime.SymbolsToDuration(
            (4 * Settings.Modulation.PreambleSymbols) + 17, Settings.Modulation.SpreadingFactor, Settings.Modulation.Bandwidth);

    public bool Overlaps(Instant from, Instant to) => Start < to && End > from;

    /// <summary>Whether both are on the same channel, so that they disturb each other.</summary>
    public bool SharesChannelWith(RadioSettings other) =>
        Settings.Frequency == other.Frequency && Settings.Modulation.Bandwidth == other.Modulation.Bandwidth
        && Settings.Modulation.SpreadingFactor == other.Modulation.SpreadingFactor;

    /// <summary>Whether a receiver with these settings can decode it. The header tells length, coding rate and CRC.</summary>
    public bool IsHeardBy(RadioSettings receiver)
    {
        var ours = Settings.Modulation;
        var theirs = receiver.Modulation;
        return SharesChannelWith(receiver) && ours.SyncWord == theirs.SyncWord && ours.InvertIq == theirs.InvertIq
            && ours.LowDataRateOptimize == theirs.LowDataRateOptimize && ours.ExplicitHeader == theirs.ExplicitHeader;
    }
}
