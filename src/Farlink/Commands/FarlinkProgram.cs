using System.CommandLine;
using System.CommandLine.Help;
using Farlink.Configuration;
using Farlink.Dashboard;
using Farlink.Host.Files;
using Farlink.Host.Wifi;
using Farlink.Keys.Atecc608;
using Farlink.Keys.Backup;
using Farlink.Keys.Certificates;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Mqtt.Access;
using Farlink.Mqtt.Broker;
using Farlink.Output;
using Farlink.Radios;
using Farlink.Runtime.Status;
using Farlink.Setup;
using Farlink.Simulation.Bench.Codec;
using Farlink.Storage;

namespace Farlink.Commands;

/// <summary>The program: finds the command, runs it, and turns what goes wrong into one clear line and an exit code.</summary>
internal static class FarlinkProgram
{
    /// <summary>Options that name a file or folder.</summary>
    private static readonly HashSet<string> PathOptions =
    [
        "--config", "--output", "--dir", "--passphrase-file", "--password-file", "--pki", "--state", "--certificates", "--to",
        "--from", "--cafile", "--cert", "--key", "--crl", "--csr", "--file", "--update", "--upstream-ca",
        "--upstream-password-file", "--key-file", "--store", "--trace", "--ca", "--report", "--pcap",
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (UsageMistakes.Of(parsed) is { Count: > 0 } mistakes)
        {
            foreach (var mistake in mistakes) await Console.Error.WriteLineAsync($"farlink: {mistake}");
            await Console.Error.WriteLineAsync($"Try: {PathOf(parsed)} --help");
            return ExitCodes.Usage;
        }

        if (EmptyPath(parsed.CommandResult) is { } option)
        {
            await Console.Error.WriteLineAsync($"farlink: {option} is empty; it needs a path. Is a variable unset?");
            return ExitCodes.Usage;
        }

        // Commands handle Ctrl-C and SIGTERM themselves, with Interruption; two handlers would wait for each other.
        var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return parsed.Action is HelpAction ? Help(parsed, settings) : await parsed.InvokeAsync(settings);
        }
        catch (Exception failure) when (Describe(failure) is { } code)
        {
            await Console.Error.WriteLineAsync(InJournal($"farlink: {failure.Message}"));
            return code;
        }
        catch (Exception mistake)
        {
            // Ours. Nobody who runs a site can do anything with a stack; who looks for the cause asks for it.
            var wantsAll = Environment.GetEnvironmentVariable("FARLINK_STACK") is { Length: > 0 };
            await Console.Error.WriteLineAsync(
                $"farlink: a mistake of farlink itself: {mistake.GetType().Name}: {(wantsAll ? mistake : mistake.Message)}\n"
                + "Please report it with the command; FARLINK_STACK=1 before it shows where.");
            return ExitCodes.Failed;
        }
    }

    /// <summary>Every command.</summary>
    internal static RootCommand Root() => new("MQTT across LoRa as if it were a wire.\n\nA first success: farlink demo")
    {
        DemoCommand.Create(),
        InitCommand.Create(InitContext.OfThisHost),
        ServiceCommands.CreateSite(),
        ServiceCommands.CreateBase(),
        StatusCommand.Create(),
        DeviceCommand.Create(),
        ConfigCommand.Create(),
        DoctorCommand.Create(),
        DashboardCommand.Create(),
        PkiCommands.Create(),
        KeyCommand.Create(),
        ElementCommand.Create(SecureElements.OpenBus, AteccClock.Real),
        PairCommand.Create(),
        PairCommand.CreateUnpair(),
        BackupCommand.Create(),
        RestoreCommand.Create(),
        RadioCommands.Create(),
        WifiCommand.Create(),
        AirtimeCommand.Create(),
        SimCommand.Create(),
        BenchCommand.Create(),
        CompletionCommand.Create(),
        HelpCommand.Create(),
        ManCommand.Create(),
    };

    private static int Help(ParseResult parsed, InvocationConfiguration settings)
    {
        using var text = new StringWriter();
        settings.Output = text;
        var code = parsed.Invoke(settings);
        Console.Out.Write(HelpText.Plain(text.ToString()));
        return code;
    }

    /// <summary>Where it goes to the journal, each line with the priority of an error (sd-daemon(3)).</summary>
    private static string InJournal(string text) => Hosting.JournalStream.IsStandardError
        ? "<3>" + text.Replace("\n", "\n<3>", StringComparison.Ordinal) : text;

    /// <summary>An option for a path that is there with nothing, as by a variable that is not set; null if none is.</summary>
    private static string? EmptyPath(System.CommandLine.Parsing.SymbolResult result) => result switch
    {
        System.CommandLine.Parsing.OptionResult option when PathOptions.Contains(option.Option.Name)
            && option.Tokens.Any(token => token.Value.Length == 0) => option.Option.Name,
        System.CommandLine.Parsing.CommandResult command =>
            command.Children.Select(EmptyPath).FirstOrDefault(name => name is not null),
        _ => null,
    };

    private static string PathOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult;
            result is not null;
            result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(result.Parent is null ? "farlink" : result.Command.Name);
        return string.Join(' ', names);
    }

    /// <summary>The exit code of a failure that explains itself; null for one that is our own mistake.</summary>
    private static int? Describe(Exception failure) => failure switch
    {
        UsageException or ConfigException or AccessFileException or AccessPointException => ExitCodes.Usage,
        PkiException or KeyFileException or PairingException or ElementException or RadioException or BrokerException
            or StoreException or StatusException or BackupException or TraceException or HostFileException or DashboardException
            or IOException or UnauthorizedAccessException => ExitCodes.Failed,
        OperationCanceledException => ExitCodes.Failed,
        _ => null,
    };
}
