using Farlink.Protocol.Units;
using Farlink.Simulation.Air;

namespace Farlink.Simulation.Scenarios;

/// <summary>What came of a scenario.</summary>
public sealed record ScenarioReport
{
    /// <summary>What was run.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>Simulated time, what was drained included.</summary>
    public required Duration Simulated { get; init; }

    /// <summary>Messages of all traffic.</summary>
    public required MessageCounts Messages { get; init; }

    /// <summary>
    /// Latency of what was delivered, from when its publisher wanted to publish it until the broker at the other end had taken
    /// it, shortest first.
    /// </summary>
    public required IReadOnlyList<Duration> Latencies { get; init; }

    /// <summary>Some deliveries, evenly picked: when published, and how long it took.</summary>
    public required IReadOnlyList<(Instant At, Duration Latency)> Samples { get; init; }

    /// <summary>The hosts, the base first.</summary>
    public required IReadOnlyList<HostReport> Hosts { get; init; }

    /// <summary>Frames, and what stations made of them.</summary>
    public required ChannelCounters Channel { get; init; }

    /// <summary>Frames of sites that another frame destroyed at the base, in each <see cref="HostReport.Slice"/>.</summary>
    public IReadOnlyList<int> CollisionsPerSlice { get; init; } = [];

    /// <summary>Whether it ran to its end; what was cut short is not checked.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>What the checkers found.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>Latency that a share of the messages did not exceed; null: fewer than that arrived, or there were none.</summary>
    /// <param name="share">0 to 1.</param>
    public Duration? Percentile(double share)
    {
        // What did not arrive took longer than anything that did.
        var all = Latencies.Count + Math.Max(0, Messages.Wanted - Messages.Delivered);
        var index = all == 0 ? 0 : NearestRank.IndexOf(share, all);
        return index < Latencies.Count ? Latencies[index] : null;
    }
}

/// <summary>What became of messages.</summary>
public sealed record MessageCounts
{
    /// <summary>Offered by publishers.</summary>
    public int Offered { get; set; }

    /// <summary>Offered while their host was down: nobody acknowledged them.</summary>
    public int HostDown { get; set; }

    /// <summary>Held back at a full queue.</summary>
    public int HeldBack { get; set; }

    /// <summary>Accepted.</summary>
    public int Accepted { get; set; }

    /// <summary>Taken by the broker at the other end.</summary>
    public int Delivered { get; set; }

    /// <summary>Ended by policy: expired or replaced.</summary>
    public int Ended { get; set; }

    /// <summary>QoS 0 that a crash took.</summary>
    public int AtMostOnceLost { get; set; }

    /// <summary>Accepted, and gone with a disk that was lost or went back.</summary>
    public int LostWithDisk { get; set; }

    /// <summary>Those that were to arrive: their host was up, and no policy ended them.</summary>
    public int Wanted => Offered - HostDown - Ended;

    /// <summary>Accepted, and still under way at the end.</summary>
    public int Waiting => Accepted - Delivered - Ended - AtMostOnceLost - LostWithDisk;
}

/// <summary>What one host did.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="Frames">Frames sent.</param>
/// <param name="AirtimePerHour">Mean airtime an hour.</param>
/// <param name="Peak">Most airtime in any hour.</param>
/// <param name="PerSlice">Airtime of each <see cref="Slice"/>.</param>
public sealed record HostReport(
    string Name, Position Position, long Frames, Duration AirtimePerHour, Duration Peak, IReadOnlyList<Duration> PerSlice)
{
    /// <summary>
    /// Airtime that its messages need in an hour: all that it sent but handshakes, over the time in which messages were
    /// published. Of a run shorter than an hour, or of one that fell behind, that is more than <see cref="Peak"/>.
    /// </summary>
    public Duration Pace { get; init; }

    /// <summary>Of a site: what the base made of its frames.</summary>
    public ReceptionCounts AtBase { get; init; } = ReceptionCounts.None;

    /// <summary>Of a site: messages of its link, both ways, that were acknowledged to their publishers.</summary>
    public int Accepted { get; init; }

    /// <summary>Of a site: those of them that the other end's broker took.</summary>
    public int Delivered { get; init; }

    /// <summary>Airtime is kept by slices of so long.</summary>
    public static Duration Slice { get; } = Duration.FromSeconds(600);
}
