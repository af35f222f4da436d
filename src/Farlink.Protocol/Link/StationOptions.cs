using Farlink.Protocol.Airtime;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>Settings of one end: a radio and the links it carries.</summary>
public sealed record StationOptions
{
    /// <summary>Which end this is. A site has one link.</summary>
    public required LinkRole Role { get; init; }

    /// <summary>The links, their ids all different.</summary>
    public required IReadOnlyList<LinkOptions> Links { get; init; }

    /// <summary>How frames go on the air; default SF7, 125 kHz.</summary>
    public LoRaModulation Modulation { get; init; } = new();

    /// <summary>Longest frame of the radio and region, in octets, 64 to 255; default 255.</summary>
    public int MostFrameOctets { get; init; } = LoRaAirtime.LongestPayloadOctets;

    /// <summary>The limit of the sub-band.</summary>
    public DutyCycle DutyCycle { get; init; } = DutyCycle.Unlimited;

    /// <summary>Longest transmission that the region allows; null: no limit. Frames are kept shorter. Default null.</summary>
    public Duration? Dwell { get; init; }

    /// <summary>Powers between which each link chooses by its margin; null: power is left alone. Default null.</summary>
    public PowerRange? Power { get; init; }

    /// <summary>
    /// Whether <see cref="LinkStation.HandleReceiving"/> is called when a frame begins to arrive; if not, waits for answers are
    /// long enough for a whole one.
    /// </summary>
    public bool ReportsReception { get; init; }

    /// <summary>Turn-round of the peer until it is measured; default 500 ms, for a slow host.</summary>
    public Duration FirstTurnRound { get; init; } = Duration.FromMilliseconds(500);

    /// <summary>Between two frames of a burst; default 2 ms.</summary>
    public Duration Gap { get; init; } = Duration.FromMilliseconds(2);

    /// <summary>
    /// A channel that stays busy longer than this is sent on all the same: duty cycle alone is the rule there; default 5 s.
    /// <see cref="Duration.Zero"/> where the region demands a free channel: then it waits as long as it takes.
    /// </summary>
    public Duration BusyLimit { get; init; } = Duration.FromSeconds(5);

    /// <summary>Whether nothing may be sent on a channel that was not found free: then answers listen first too.</summary>
    public bool NeedsFreeChannel => BusyLimit == Duration.Zero;

    /// <summary>These settings inside the rules of a sub-band.</summary>
    public StationOptions Within(SubBand? band) => band is null ? this : this with
    {
        DutyCycle = band.DutyCycle,
        Dwell = band.Dwell,
        BusyLimit = band.ListenBeforeTalk ? Duration.Zero : BusyLimit,
    };

    /// <summary>Before the end of a transmission the next chunk of a burst is coded and committed; default 15 ms.</summary>
    public Duration CodeAhead { get; init; } = Duration.FromMilliseconds(15);
}
