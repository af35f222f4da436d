namespace Farlink.Dashboard;

/// <summary>What follows from options and program together.</summary>
/// <param name="HasLogin">Whether one must sign in.</param>
/// <param name="ShowsPayloads">Whether what is in messages is shown.</param>
/// <param name="HasPage">Whether the page is in this build.</param>
/// <param name="Actions">What can be done with links.</param>
/// <param name="Instance">Another one at each start: whoever sees it change reads everything anew.</param>
internal sealed record DashboardFacts(
    bool HasLogin, bool ShowsPayloads, bool HasPage, IReadOnlyList<string> Actions, string Instance);
