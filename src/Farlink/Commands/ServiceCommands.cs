using System.CommandLine;
using Farlink.Backup;
using Farlink.Configuration;
using Farlink.Hosting;
using Farlink.Keys.Files;
using Farlink.Protocol.Airtime;
using Farlink.Radios.Wrappers;
using Farlink.Runtime;
using Farlink.Runtime.RadioHead;
using Farlink.Runtime.Services;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;
using Microsoft.Extensions.Logging;

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
        string name, string description, Role role,
        Func<FarlinkConfig, RuntimeContext, ServiceHost, CancellationToken, Task<int>> run)
    {
        var file = ConfigCommand.FileOption();
        var level = Logs.OptionalLevelOption();
        var format = Logs.FormatOption();
        var dashboard = DashboardComposition.ListenOption();
        var command = new Command(name, description) { file, level, format, dashboard };
        command.SetAction(async (parsed, cancelled) =>
        {
            // From here on keys are in memory. What the wear of the storage is told by has to be opened before.
            _ = ProcessIo.TryOpen();
            SecretMemory.Keep();
            var path = parsed.GetValue(file)!;
            FinishRestore(path);
            var config = ConfigCommand.Load(path, role);
            if (parsed.GetValue(dashboard) is { } listen)
                config = config with { Dashboard = config.Dashboard with { Listen = listen } };
            var given = parsed.GetValue(level);
            var shown = new LogLevelSwitch(given ?? config.LogLevel);
            using var logging = Logs.Create(shown, parsed.GetValue(format));
            if (config.Dashboard.Listen is not null) DashboardComposition.Options(config.Dashboard);
            var watch = DashboardRun.Watch(config);
            await using var host = new ServiceHost(path, config, logging, shown, given is not null) { Watch = watch };

            // At a terminal SIGHUP means that it is closed; a service has none, and reads its configuration again.
            using var interruption = new Interruption(Console.IsInputRedirected ? host.HangUp : null);
            try
            {
                return await run(config, Context(logging, watch), host, interruption.Token);
            }
            catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
            {
                return ExitCodes.Done;
            }
        });
        return command;
    }

    private static RuntimeContext Context(ILoggerFactory logging, WatchHub? watch)
    {
        var context = new RuntimeContext { Logging = logging };
        return watch is null ? context : context with { Observe = watch.Observe };
    }

    /// <summary>A restore that was interrupted, by a loss of power for example: nothing starts on half of it.</summary>
    private static void FinishRestore(string configuration)
    {
        if (!PendingRestore.Exists(configuration)) return;
        PendingRestore.Finish(configuration, _ => { });
        Console.Error.WriteLine("farlink: a restore that was interrupted is finished now.");
    }

    private static async Task<int> RunSiteAsync(
        FarlinkConfig config, RuntimeContext context, ServiceHost host, CancellationToken stop)
    {
        if (config.Link.IsNative) return await RunLinkAsync(config, context, host, stop);
        var trust = Trust.Open(config);
        var options = new SiteOptions
        {
            Name = config.Name,
            Broker = Composition.Broker(config.Broker, $"farlink-{config.Name}", trust),
            Radio = config.Radio.Settings,
            Node = Composition.Node(config.Link, config.Radio.Settings.Modulation),
            To = config.Link.To,
            Routes = config.Routes,
        };
        var (radio, ledger) = OpenRadio(config, context);
        using var kept = ledger;
        await using var owned = radio;
        await using var site = await SiteService.StartAsync(options, radio, context, stop);
        return await host.RunAsync(site, trust.Clock, _ => false, stop);
    }

    private static async Task<int> RunBaseAsync(
        FarlinkConfig config, RuntimeContext context, ServiceHost host, CancellationToken stop)
    {
        if (config.Link.IsNative) return await RunLinkAsync(config, context, host, stop);
        var trust = Trust.Open(config);
        var options = new BaseStationOptions
        {
            Name = config.Name,
            Upstream = config.Upstream is { } upstream
                ? BrokerSetup.Other(Composition.Client(upstream, $"farlink-{config.Name}", trust))
                : Composition.Broker(config.Broker, $"farlink-{config.Name}", trust),
            Radio = config.Radio.Settings,
            Node = Composition.Node(config.Link, config.Radio.Settings.Modulation),
            Topic = config.Routes.First(route => route.Direction != Protocol.Bridging.RouteDirection.Down).Topic,
        };
        var (radio, ledger) = OpenRadio(config, context);
        using var kept = ledger;
        await using var owned = radio;
        await using var station = await BaseStationService.StartAsync(options, radio, context, stop);
        return await host.RunAsync(station, trust.Clock, _ => false, stop);
    }

    private static async Task<int> RunLinkAsync(
        FarlinkConfig config, RuntimeContext context, ServiceHost host, CancellationToken stop)
    {
        var radio = Late(config, context);
        using var element = LinkComposition.OpenElement(config);
        using var next = LinkComposition.OpenNextElement(config);
        var options = LinkComposition.Options(config, radio.Capabilities, element) with { NextElement = next };
        LinkComposition.RefuseKeyOfBoth(element, options);
        await using var guard = Guard(radio, new AirtimeLedger(Limit(config)), context);
        await using var service = await LinkService.StartAsync(options, guard, context, stop);
        return await host.RunAsync(
            service, options.Time, certificate => element is not null && KeyUse.IsOf(element, certificate), stop);
    }

    /// <summary>In RadioHead mode the store keeps the airtime alone, and only of a radio that radiates.</summary>
    private static (LedgerGuard Radio, KeptLedger? Ledger) OpenRadio(FarlinkConfig config, RuntimeContext context)
    {
        var radio = Late(config, context);
        if (radio.Capabilities.IsSimulated) return (Guard(radio, new AirtimeLedger(Limit(config)), context), null);
        var kept = KeptLedger.Open(config.Link.StorePath, Limit(config), context.RadioClock);
        return (new LedgerGuard(radio, kept.Ledger, LedgerMode.HoldBack, context.RadioClock) { Keep = kept.Keep }, kept);
    }

    private static DutyCycle Limit(FarlinkConfig config) => config.Radio.Channel.Binding?.DutyCycle ?? DutyCycle.Unlimited;

    private static LedgerGuard Guard(LateRadio radio, AirtimeLedger ledger, RuntimeContext context) => new(
        radio, ledger, radio.Capabilities.IsSimulated ? LedgerMode.Count : LedgerMode.HoldBack, context.RadioClock);

    private static LateRadio Late(FarlinkConfig config, RuntimeContext context)
    {
        var logger = context.Logging.CreateLogger("farlink.radio");
        var said = string.Empty;

        // It may be missing for days: said when that begins, and when the reason is another one.
        void Tell(string why, TimeSpan pause)
        {
            if (why == said) ProgramLog.RadioStillNotThere(logger, why, pause.TotalSeconds);
            else ProgramLog.RadioNotThere(logger, why, pause.TotalSeconds);
            said = why;
        }

        return new LateRadio(
            stop => config.Radio.Uri.OpenAsync(config.Link.Address, config.Name, context.RadioClock, stop),
            config.Radio.Uri.Expected, Tell, context.Clock);
    }
}
