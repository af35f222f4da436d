using Microsoft.Extensions.Logging;

namespace Farlink.Commands;

/// <summary>Log events 1300 to 1399.</summary>
internal static partial class ProgramLog
{
    [LoggerMessage(1300, LogLevel.Warning, "{Why} Trying again in {Delay:0.0} s, then less often")]
    public static partial void RadioNotThere(ILogger logger, string why, double delay);

    [LoggerMessage(1301, LogLevel.Information,
        "The configuration was read again: {Keys}.{Broker}")]
    public static partial void Reloaded(ILogger logger, string keys, string broker);

    [LoggerMessage(1302, LogLevel.Error, "The configuration was not read again, all stays as it was: {Why}")]
    public static partial void NotReloaded(ILogger logger, string why);

    [LoggerMessage(1303, LogLevel.Warning, "{Problem}")]
    public static partial void ConfigWarning(ILogger logger, string problem);

    [LoggerMessage(1304, LogLevel.Warning, "needs a restart: {Keys}")]
    public static partial void NeedsRestart(ILogger logger, string keys);

    [LoggerMessage(1305, LogLevel.Information, "The broker shows another certificate: {Subject}, good until {End:yyyy-MM-dd}")]
    public static partial void CertificateRenewed(ILogger logger, string subject, DateTime end);

    [LoggerMessage(1306, LogLevel.Debug, "{Why} Trying again in {Delay:0.0} s")]
    public static partial void RadioStillNotThere(ILogger logger, string why, double delay);

    [LoggerMessage(1307, LogLevel.Warning, "{Why} How links were is not kept over a restart")]
    public static partial void NoHistory(ILogger logger, string why);

    [LoggerMessage(1308, LogLevel.Error, "{Why} All else runs")]
    public static partial void NoDashboard(ILogger logger, string why);
}
