using System.CommandLine;
using Farlink.Backup;
using Farlink.Configuration;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Airtime;
using Farlink.Radios.Wrappers;
using Farlink.Runtime;
using Farlink.Runtime.RadioHead;
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
            FinishRestore(parsed.GetValue(file)!);
            var config = ConfigCommand.Load(parsed.GetValue(file)!, role);
            using var logging = Logs.Create(parsed.GetValue(level));
            using var interruption = new Interruption();
            await using var expiry = ExpiryWatch.Start(
                Certificates(config), TimeProvider.System, logging.CreateLogger("farlink.certificates"));
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

    /// <summary>A restore that was interrupted, by a loss of power for example: nothing starts on half of it.</summary>
    private static void FinishRestore(string configuration)
    {
        if (!PendingRestore.Exists(configuration)) return;
        PendingRestore.Finish(configuration, _ => { });
        Console.Error.WriteLine("farlink: a restore that was interrupted is finished now.");
    }

    /// <summary>Our own certificates: the broker's, and ours at another broker.</summary>
    private static List<string> Certificates(FarlinkConfig config)
    {
        List<string> files = [];
        if (config.Broker.IsEmbedded && config.Broker.Listeners.Any(listener => listener.Auth != ListenerAuth.Plain))
            files.Add(config.Broker.CertificateFile);
        foreach (var other in new[] { config.Broker.External, config.Upstream })
            if (other?.CertificateFile is { } file) files.Add(file);
        return files;
    }

    private static async Task<int> RunSiteAsync(FarlinkConfig config, RuntimeContext context, CancellationToken stop)
    {
        if (config.Link.IsNative) return await RunLinkAsync(config, context, stop);
        var options = new SiteOptions
        {
            Name = config.Name,
            Broker = Composition.Broker(config.Broker, $"farlink-{config.Name}", Trust.Open(config)),
            Radio = config.Radio.Settings,
            Node = Composition.Node(config.Link, config.Radio.Settings.Modulation),
            To = config.Link.To,
            Routes = config.Routes,
        };
        var (radio, ledger) = OpenRadio(config, context);
        using var kept = ledger;
        await using var owned = radio;
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
                ? BrokerSetup.Other(Composition.Client(upstream, $"farlink-{config.Name}", Trust.Open(config)))
                : Composition.Broker(config.Broker, $"farlink-{config.Name}", Trust.Open(config)),
            Radio = config.Radio.Settings,
            Node = Composition.Node(config.Link, config.Radio.Settings.Modulation),
            Topic = config.Routes.First(route => route.Direction != Protocol.Bridging.RouteDirection.Down).Topic,
        };
        var (radio, ledger) = OpenRadio(config, context);
        using var kept = ledger;
        await using var owned = radio;
        await using var station = await BaseStationService.StartAsync(options, radio, context, stop);
        return await RunUntilStopped(station.Completion, stop);
    }

    private static async Task<int> RunLinkAsync(FarlinkConfig config, RuntimeContext context, CancellationToken stop)
    {
        var radio = Late(config, context);
        using var element = LinkComposition.OpenElement(config);
        using var next = LinkComposition.OpenNextElement(config);
        var options = LinkComposition.Options(config, radio.Capabilities, element) with { NextElement = next };
        LinkComposition.RefuseKeyOfBoth(element, options);
        await using var guard = Guard(radio, new AirtimeLedger(Limit(config)), context);
        await using var service = await LinkService.StartAsync(options, guard, context, stop);
        return await RunUntilStopped(service.Completion, stop);
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
        return new LateRadio(
            stop => config.Radio.Uri.OpenAsync(config.Link.Address, config.Name, context.RadioClock, stop),
            config.Radio.Uri.Expected, (why, pause) => ProgramLog.RadioNotThere(logger, why, pause.TotalSeconds), context.Clock);
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
