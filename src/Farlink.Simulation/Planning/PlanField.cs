namespace Farlink.Simulation.Planning;

/// <summary>What a plan can be asked about; errors name it as the asker does.</summary>
public enum PlanField
{
    /// <summary>Number of sites.</summary>
    Sites,

    /// <summary>Distance to the base.</summary>
    Distance,

    /// <summary>Messages of a site in an hour.</summary>
    Rate,

    /// <summary>Octets of a payload.</summary>
    Octets,

    /// <summary>Centre of the channel.</summary>
    Frequency,

    /// <summary>Spreading factor.</summary>
    SpreadingFactor,

    /// <summary>Bandwidth.</summary>
    Bandwidth,

    /// <summary>Power at the antenna connector.</summary>
    Power,

    /// <summary>Hours of messages.</summary>
    Hours,

    /// <summary>How long a message may wait for others.</summary>
    Gather,

    /// <summary>Loss beyond what is modelled.</summary>
    Loss,

    /// <summary>Spread of the loss between places.</summary>
    Shadowing,

    /// <summary>What is lost on the way beyond open country.</summary>
    ExtraLoss,

    /// <summary>The seed.</summary>
    Seed,

    /// <summary>The recorded workload.</summary>
    Trace,

    /// <summary>Memory of the compression models.</summary>
    Model,
}
