namespace Farlink.Dashboard;

/// <summary>Simulates a network that is to be.</summary>
/// <param name="question">What it is to be like.</param>
/// <param name="cancellationToken">Nobody waits for the answer any more.</param>
/// <exception cref="ArgumentException">The region does not allow it; the message says what is wrong.</exception>
public delegate Task<PlanAnswer> Planner(PlanQuestion question, CancellationToken cancellationToken);
