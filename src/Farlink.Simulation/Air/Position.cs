namespace Farlink.Simulation.Air;

/// <summary>Where a station stands, on a plane.</summary>
/// <param name="X">Metres east.</param>
/// <param name="Y">Metres north.</param>
public readonly record struct Position(double X, double Y)
{
    /// <summary>Metres between two stations.</summary>
    public double DistanceTo(Position other) => Math.Sqrt(((X - other.X) * (X - other.X)) + ((Y - other.Y) * (Y - other.Y)));
}
