namespace Farlink.Dashboard;

/// <summary>What runs.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Role"><c>site</c>, <c>base</c> or <c>demo</c>.</param>
/// <param name="Name">Its name.</param>
public sealed record DashboardAbout(string Version, string Role, string Name)
{
    /// <summary>Whether everything is simulated in one process.</summary>
    public bool IsDemo => Role == "demo";
}
