using Microsoft.Extensions.Logging;

namespace Farlink.Commands;

/// <summary>Log events 1300 to 1399.</summary>
internal static partial class ProgramLog
{
    [LoggerMessage(1300, LogLevel.Warning, "{Why} Trying again in {Delay:0.0} s.")]
    public static partial void RadioNotThere(ILogger logger, string why, double delay);
}
