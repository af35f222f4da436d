using System.CommandLine;
using Farlink.Configuration;
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
using Farlink.Radios;
using Farlink.Runtime.Status;
using Farlink.Setup;
using Farlink.Simulation.Bench.Codec;
using Farlink.Storage;

namespace Farlink.Commands;

/// <summary>The program: finds the command, runs it, and turns what goes wrong into one clear line and an exit code.</summary>
internal static class FarlinkProgram
{
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"farlink: {error.Message}");
            await Console.Error.WriteLineAsync($"Try: {PathOf(parsed)} --help");
            return ExitCodes.Usage;
        }

        // Commands handle Ctrl-C and SIGTERM themselves, with Interruption; two handlers would wait for each other.
        var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return await parsed.InvokeAsync(settings);
        }
        catch (Exception failure) when (Describe(failure) is { } code)
        {
            await Console.Error.WriteLineAsync($"farlink: {failure.Message}");
            return code;
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
        ManCommand.Create(),
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
            or StoreException or StatusException or BackupException or TraceException or HostFileException or IOException
            or UnauthorizedAccessException => ExitCodes.Failed,
        OperationCanceledException => ExitCodes.Failed,
        _ => null,
    };
}
