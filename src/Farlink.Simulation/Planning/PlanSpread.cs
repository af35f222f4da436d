namespace Farlink.Simulation.Planning;

/// <summary>Where the sites of a plan stand.</summary>
public enum PlanSpread
{
    /// <summary>All at the distance, evenly around the base: the worst case.</summary>
    Ring,

    /// <summary>At places drawn evenly over the disc that reaches to the distance.</summary>
    Even,
}
