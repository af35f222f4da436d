namespace Farlink.Dashboard;

/// <summary>A network that is to be.</summary>
public sealed record PlanQuestion
{
    /// <summary>Sites, 1 to 50.</summary>
    public required int Sites { get; init; }

    /// <summary>How far the farthest is, in kilometres.</summary>
    public required double DistanceKilometres { get; init; }

    /// <summary>Whether all are as far; else they are spread evenly up to the distance.</summary>
    public required bool IsRing { get; init; }

    /// <summary>Messages of a site an hour.</summary>
    public required double RatePerHour { get; init; }

    /// <summary>Octets of a message.</summary>
    public required int Octets { get; init; }

    /// <summary>Name of the region.</summary>
    public required string Region { get; init; }

    /// <summary>Spreading factor, 7 to 12.</summary>
    public required int SpreadingFactor { get; init; }

    /// <summary>Bandwidth, in kHz.</summary>
    public required double BandwidthKilohertz { get; init; }

    /// <summary>Simulated time, 1 to 48 hours.</summary>
    public required double Hours { get; init; }

    /// <summary>What the simulation's chance begins with.</summary>
    public required long Seed { get; init; }

    /// <summary>Whether messages are acknowledged: QoS 1.</summary>
    public required bool IsAcknowledged { get; init; }
}
