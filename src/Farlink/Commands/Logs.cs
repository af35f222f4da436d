using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.DependencyInjection;

namespace Farlink.Commands;

/// <summary>Logs: one line an event on standard error, without colour unless it is a terminal.</summary>
internal static class Logs
{
    public static System.CommandLine.Option<LogLevel> LevelOption() => Options.Word(
        "--log-level", "Least important events shown", "information", ("debug", LogLevel.Debug),
        ("information", LogLevel.Information), ("warning", LogLevel.Warning), ("error", LogLevel.Error), ("none", LogLevel.None));

    public static ILoggerFactory Create(LogLevel level) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(level);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.ColorBehavior = Console.IsErrorRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });
}
