using System.CommandLine;
using Farlink.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.DependencyInjection;

namespace Farlink.Commands;

/// <summary>
/// Logs: one line an event on standard error, with its id. For people with the time, and in colour on a terminal; for the journal
/// with its priority (sd-daemon(3)), for the journal has the time itself.
/// </summary>
internal static class Logs
{
    private static readonly (string Word, LogLevel Meaning)[] Levels =
    [
        ("debug", LogLevel.Debug), ("information", LogLevel.Information), ("warning", LogLevel.Warning),
        ("error", LogLevel.Error), ("none", LogLevel.None),
    ];

    public static Option<LogLevel> LevelOption() =>
        Options.Word("--log-level", "Least important events shown", "information", Levels);

    /// <summary>The same where a configuration may say it; null if it is not given.</summary>
    public static Option<LogLevel?> OptionalLevelOption() => Options.OptionalWord(
        "--log-level", "Least important events shown; default log_level of the configuration", Levels);

    /// <summary>The form of lines; null if it is not given: then the journal's, if standard error is the journal.</summary>
    public static Option<LogFormat?> FormatOption() => Options.OptionalWord(
        "--log-format", "Form of the log; default journal where standard error is the journal, else text",
        ("text", LogFormat.Text), ("journal", LogFormat.Journal));

    public static ILoggerFactory Create(LogLevel level) => Create(new LogLevelSwitch(level), LogFormat.Text);

    /// <summary>Makes logs.</summary>
    /// <param name="level">What is logged; it may be changed later.</param>
    /// <param name="format">Their form; null: find out.</param>
    public static ILoggerFactory Create(LogLevelSwitch level, LogFormat? format) => LoggerFactory.Create(logging =>
    {
        format ??= JournalStream.IsStandardError ? LogFormat.Journal : LogFormat.Text;
        logging.SetMinimumLevel(LogLevel.Trace);
        logging.AddFilter(one => level.Lets(one));
        if (format == LogFormat.Journal) logging.AddSystemdConsole(_ => { });
        else logging.AddSimpleConsole(Simple);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });

    private static void Simple(SimpleConsoleFormatterOptions console)
    {
        console.SingleLine = true;
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        console.ColorBehavior = Console.IsErrorRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
    }
}
