using Farlink.Simulation.Scenarios;

namespace Farlink.Simulation.Planning;

/// <summary>What came of a plan.</summary>
/// <param name="Report">What was measured.</param>
/// <param name="Verdict">Whether it keeps what is promised.</param>
/// <param name="Assumptions">What all of it rests on.</param>
public sealed record PlanResult(ScenarioReport Report, PlanVerdict Verdict, IReadOnlyList<Assumption> Assumptions);
