namespace Farlink.Simulation.Scenarios;

/// <summary>Percentiles by the nearest rank: of a hundred values 99 % do not exceed the 99th.</summary>
public static class NearestRank
{
    /// <summary>A share as 0.07 is a little more than it says: 7 % of a hundred are seven all the same.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Where the value stands that a share of all does not exceed, the smallest first.</summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="count">How many values there are, 1 or more.</param>
    /// <returns>0 to <paramref name="count"/> - 1.</returns>
    public static int IndexOf(double share, int count) =>
        Math.Clamp((int)Math.Ceiling((count * share) - Rounding) - 1, 0, count - 1);
}
