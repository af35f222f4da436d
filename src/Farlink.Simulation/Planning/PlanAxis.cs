namespace Farlink.Simulation.Planning;

/// <summary>What can be varied from run to run.</summary>
public enum PlanAxis
{
    /// <summary>Number of sites.</summary>
    Sites,

    /// <summary>Messages of a site in an hour.</summary>
    Rate,

    /// <summary>Distance to the base in metres.</summary>
    Distance,

    /// <summary>Spreading factor.</summary>
    SpreadingFactor,
}
