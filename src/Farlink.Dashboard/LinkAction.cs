namespace Farlink.Dashboard;

/// <summary>Does something with a link.</summary>
/// <param name="role">Which end: site or base.</param>
/// <param name="link">The link's id.</param>
/// <param name="cancellationToken">Gives up.</param>
/// <returns>What was done, in one sentence.</returns>
/// <exception cref="ActionRefusedException">It cannot be done here or now.</exception>
public delegate Task<string> LinkAction(string role, int link, CancellationToken cancellationToken);
