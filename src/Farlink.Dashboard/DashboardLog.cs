using Microsoft.Extensions.Logging;

namespace Farlink.Dashboard;

/// <summary>Log events 1340 to 1359.</summary>
internal static partial class DashboardLog
{
    [LoggerMessage(1340, LogLevel.Information, "Dashboard at {Address}")]
    public static partial void Listening(ILogger logger, string address);

    [LoggerMessage(1341, LogLevel.Information, "Login to the dashboard from {Address}")]
    public static partial void SignedIn(ILogger logger, string address);

    [LoggerMessage(1342, LogLevel.Warning, "Refused a login to the dashboard from {Address}: {Why}")]
    public static partial void LoginRefused(ILogger logger, string address, string why);

    [LoggerMessage(1343, LogLevel.Warning, "Refused a request to the dashboard from {Address}: {Why}")]
    public static partial void RequestRefused(ILogger logger, string address, string why);

    [LoggerMessage(1344, LogLevel.Warning, "From the dashboard: {Action} of link {Link} at the {Role}: {Outcome}")]
    public static partial void Acted(ILogger logger, string action, int link, string role, string outcome);

    [LoggerMessage(1345, LogLevel.Error, "The dashboard could not answer {Path}: {Why}")]
    public static partial void Failed(ILogger logger, string path, string why);

    [LoggerMessage(1346, LogLevel.Error, "The dashboard could not tell what happened: {Why}")]
    public static partial void FeedFailed(ILogger logger, string why);

    [LoggerMessage(1347, LogLevel.Warning, "The dashboard has no page in this build; its API answers")]
    public static partial void NoPage(ILogger logger);

    [LoggerMessage(1348, LogLevel.Warning,
        "{Address} is no address of this host: nobody can look at the dashboard there until it is. Is it written right?")]
    public static partial void NotHere(ILogger logger, string address);
}
