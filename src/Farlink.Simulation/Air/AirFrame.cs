using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Air;

/// <summary>A frame on the air, or one that overlapped another that still is.</summary>
public sealed class AirFrame
{
    /// <summary>A frame is lost if less than this of its preamble can be heard (LoRaSim: five symbols are enough).</summary>
    private const int PreambleSymbolsNeeded = 5;

    internal AirFrame(Station sender, byte[] octets, Instant start, Instant end)
    {
        Sender = sender;
        Octets = octets;
        Start = start;
        End = end;
        Modulation = sender.Modulation;
        Frequency = sender.Frequency;
        Power = sender.Power;
    }

    /// <summary>Who sends it.</summary>
    public Station Sender { get; }

    /// <summary>LoRa payload.</summary>
    public byte[] Octets { get; }

    /// <summary>When its first symbol leaves.</summary>
    public Instant Start { get; }

    /// <summary>When its last symbol leaves.</summary>
    public Instant End { get; internal set; }

    /// <summary>How it is sent.</summary>
    public LoRaModulation Modulation { get; }

    /// <summary>On which frequency.</summary>
    public Hertz Frequency { get; }

    /// <summary>At which power.</summary>
    public Dbm Power { get; }

    /// <summary>When its preamble is over: until then CAD sees it.</summary>
    public Instant PreambleEnd => Start + Symbols(Modulation.PreambleSymbols + 4);

    /// <summary>From here on it must be undisturbed.</summary>
    public Instant CriticalStart => Start + Symbols(Math.Max(0, Modulation.PreambleSymbols - PreambleSymbolsNeeded));

    /// <summary>When a receiver has read its header.</summary>
    public Instant HeaderEnd => Start + Symbols(Modulation.PreambleSymbols + 4 + 8);

    internal bool IsOver { get; set; }

    /// <summary>Whether it overlaps a span of time.</summary>
    public bool Overlaps(Instant from, Instant to) => Start < to && End > from;

    private Duration Symbols(int count) =>
        LoRaAirtime.SymbolsToDuration(4L * count, Modulation.SpreadingFactor, Modulation.Bandwidth);
}
