namespace Farlink.Simulation.Planning;

/// <summary>One run of several.</summary>
/// <param name="Values">What was varied, in the order of the axes.</param>
/// <param name="Verdict">What came of it.</param>
public sealed record PlanRow(IReadOnlyList<double> Values, PlanVerdict Verdict);
