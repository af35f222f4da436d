using Farlink.Protocol.Airtime;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Simulation.Bench.Codec;
using Farlink.Simulation.Scenarios;

namespace Farlink.Simulation.Planning;

/// <summary>
/// A network that somebody thinks of: so many sites, so far from their base, that say so much so often. <see cref="PlanCheck"/>
/// says what is wrong with one.
/// </summary>
public sealed record PlanRequest
{
    /// <summary>A trace is not looked at beyond so long: two years.</summary>
    private const long MostMilliseconds = 2L * 366 * 24 * 3600 * 1000;

    /// <summary>Name for reports.</summary>
    public string Name { get; init; } = "plan";

    /// <summary>Sites around the base.</summary>
    public int Sites { get; init; } = 1;

    /// <summary>Distance of the sites from the base in metres.</summary>
    public double DistanceMetres { get; init; } = 1000;

    /// <summary>Where they stand.</summary>
    public PlanSpread Spread { get; init; }

    /// <summary>Messages of each site in an hour; without meaning with <see cref="Trace"/>.</summary>
    public double RatePerHour { get; init; } = 12;

    /// <summary>Octets of each payload; without meaning with <see cref="Trace"/>.</summary>
    public int Octets { get; init; } = 40;

    /// <summary>What payloads are made of.</summary>
    public PayloadKind Payload { get; init; } = PayloadKind.Readings;

    /// <summary>Recorded messages that each site publishes instead; null: none.</summary>
    public IReadOnlyList<TraceMessage>? Trace { get; init; }

    /// <summary>Whether messages are kept until they are acknowledged (QoS 1), or are lost with a crash (QoS 0).</summary>
    public bool IsAcknowledged { get; init; } = true;

    /// <summary>How long a message may wait for others to share a frame; default not at all.</summary>
    public Duration Gather { get; init; }

    /// <summary>Whose rules apply.</summary>
    public Region Region { get; init; } = Regions.All[0];

    /// <summary>Centre of the channel in MHz; null: the region's.</summary>
    public double? FrequencyMegahertz { get; init; }

    /// <summary>Spreading factor, 5 to 12.</summary>
    public int SpreadingFactor { get; init; } = 7;

    /// <summary>Bandwidth in kHz; null: the region's.</summary>
    public double? BandwidthKilohertz { get; init; }

    /// <summary>Power at the antenna connector, dBm.</summary>
    public double PowerDbm { get; init; } = 14;

    /// <summary>Share of frames lost beyond all that is modelled, 0 to 0.9.</summary>
    public double Loss { get; init; }

    /// <summary>Standard deviation of the loss between two places, dB.</summary>
    public double ShadowingDb { get; init; }

    /// <summary>What is lost on the way beyond open country, dB.</summary>
    public double ExtraLossDb { get; init; }

    /// <summary>Memory of the compression model of each link in each direction, MiB; 0: not compressed.</summary>
    public int ModelMebibytes { get; init; }

    /// <summary>Hours of messages.</summary>
    public double Hours { get; init; } = 6;

    /// <summary>The seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    internal Hertz Frequency =>
        FrequencyMegahertz is { } megahertz ? Hertz.FromMegahertz(megahertz) : Region.DefaultFrequency;

    /// <summary>Bandwidth; what is no LoRa bandwidth is left as it is.</summary>
    internal Hertz Bandwidth
    {
        get
        {
            if (BandwidthKilohertz is not { } kilohertz) return Region.DefaultBandwidth;

            // As people write them: 7.8 is 7.8125 kHz.
            foreach (var known in LoRaModulation.Bandwidths)
                if (Math.Abs(known.Kilohertz - kilohertz) < 0.1) return known;
            return Hertz.FromKilohertz(kilohertz);
        }
    }

    internal LoRaModulation Modulation
    {
        get
        {
            var factor = new SpreadingFactor(SpreadingFactor);
            return new LoRaModulation
            {
                SpreadingFactor = factor,
                Bandwidth = Bandwidth,
                LowDataRateOptimize = LoRaModulation.RecommendedLowDataRate(factor, Bandwidth),
            };
        }
    }

    internal MqttQos Qos => IsAcknowledged ? MqttQos.AtLeastOnce : MqttQos.AtMostOnce;

    /// <summary>When the messages of <see cref="Trace"/> come, from the first one on, in that order.</summary>
    internal IReadOnlyList<ReplayedMessage> Replayed()
    {
        if (Trace is not { Count: > 0 } trace) return [];
        var first = trace.Min(message => message.AtMilliseconds);
        return
        [
            .. trace.OrderBy(message => message.AtMilliseconds).Select(message => new ReplayedMessage(
                Duration.FromMilliseconds(Math.Min(message.AtMilliseconds - first, MostMilliseconds)), message.Topic,
                message.Payload)),
        ];
    }
}
