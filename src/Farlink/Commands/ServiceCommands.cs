using System.CommandLine;
using Farlink.Configuration;
using Farlink.Protocol.Airtime;
using Farlink.Radios.Wrappers;
using Farlink.Runtime;
using Farlink.Runtime.Services;

namespace Farlink.Commands;

/// <summary><c>farlink site</c> and <c>farlink base</c>: run one end of a link until SIGTERM.</summary>
internal static class ServiceCommands
{
    public static Command CreateSite() => Create(
        "site", "Run a site: the devices' broker, and the radio to the base.\n\nExample: farlink site -c farlink.toml", Role.Site,
        RunSiteAsync);

    public static Command CreateBase() => Create(
        "base", "Run a base: the radio to the sites, and the upstream broker.\n\nExample: farlink base -c farlink.toml",
        Role.Base, RunBaseAsync);

    private static Command Create(
        string name, string description, Role role, Func<FarlinkConfig, RuntimeContext, CancellationToken, Task<int>> run)
    {
        var file = ConfigCommand.FileOption();
        var level = Logs.LevelOption();
        var command = new Command(name, description) { file, level };
        command.SetAction(async (parsed, _) =>
        {
            var config = ConfigCommand.Load(parsed.GetValue(file)!, role);
            using var logging = Logs.Create(parsed.GetValue(level));
            using var interruption = new Interruption();
            try
            {
                return await run(config, new RuntimeContext { Logging = logging }, interruption.Token);
            }
            catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
            {
                return ExitCodes.Done;
            }
        });
        return command;
    }

    private static async Task<int> RunSiteAsync(FarlinkConfig config, RuntimeContext context, CancellationToken stop)
    {
        if (config.Link.IsNative) return await RunLinkAsync(config, context, stop);
        var options = new SiteOptions
        {
            Name = config.Name,
            Broker = Composition.Broker(config.Broker, $"farlink-{config.Name}"),
            Radio = config.Radio.Settings,
            Node = Composition.Node(config.Link, config.Radio.Settings.Modulation),
            To = config.Link.To,
            Routes = config.Routes,
        };
        await using var radio = await OpenRadioAsync(config, context, stop);
        await using var site = await SiteService.StartAsync(options, radio, context, stop);
        return await RunUntilStopped(site.Completion, stop);
    }

    private static async Task<int> RunBaseAsync(FarlinkConfig config, RuntimeContext context, CancellationToken stop)
    {
        if (config.Link.IsNative) return await RunLinkAsync(config, context, stop);
        var options = new BaseStationOptions
        {
            Name = config.Name,
            Upstream = config.Upstream is { } upstream
                ? BrokerSetup.Other(Composition.Client(upstream, $"farlink-{config.Name}"))
                : Composition.Broker(config.Broker, $"farlink-{config.Name}"),
            Radio = config.Radio.Settings,
            Node = Composition.Node(config.Link, config.Radio.Settings.Modulation),
            Topic = config.Routes.First(route => route.Direction != Protocol.Bridging.RouteDirection.Down).Topic,
        };
        await using var radio = await OpenRadioAsync(config, context, stop);
        await using var station = await BaseStationService.StartAsync(options, radio, context, stop);
        return await RunUntilStopped(station.Completion, stop);
    }

    private static async Task<int> RunLinkAsync(FarlinkConfig config, RuntimeContext context, CancellationToken stop)
    {
        await using var radio = await OpenRadioAsync(config, context, stop);
        await using var service = await LinkService.StartAsync(
            LinkComposition.Options(config, radio.Capabilities), radio, context, stop);
        return await RunUntilStopped(service.Completion, stop);
    }

    /// <summary>Opens the radio; one that is not there yet is tried again, since at boot everything starts at once.</summary>
    private static async Task<LedgerGuard> OpenRadioAsync(FarlinkConfig config, RuntimeContext context, CancellationToken stop)
    {
        var limit = config.Radio.Channel.Binding?.DutyCycle ?? DutyCycle.Unlimited;
        var logger = context.Logging.CreateLogger("farlink.radio");
        var delay = TimeSpan.FromSeconds(0.5);
        while (true)
        {
            try
            {
                return await Composition.OpenRadioAsync(
                    config.Radio.Uri, config.Link.Address, config.Name, limit, context.RadioClock, stop);
            }
            catch (Radios.RadioException failure)
            {
                ProgramLog.RadioNotThere(logger, failure.Message, delay.TotalSeconds);
                await Task.Delay(delay, context.Clock, stop);
                delay = delay * 2 < TimeSpan.FromSeconds(10) ? delay * 2 : TimeSpan.FromSeconds(10);
            }
        }
    }

    private static async Task<int> RunUntilStopped(Task completion, CancellationToken stop)
    {
        // The radio's end is an error; SIGTERM is a clean one.
        await Task.WhenAny(completion, Task.Delay(Timeout.InfiniteTimeSpan, stop));
        if (stop.IsCancellationRequested) return ExitCodes.Done;
        await completion;
        return ExitCodes.Failed;
    }
}
