using System.CommandLine;
using Farlink.Demo;

namespace Farlink.Commands;

/// <summary><c>farlink demo</c>: the whole chain in one process.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var messages = Options.OptionalNumber("--messages", "Messages to send; default until Ctrl-C", 1, 1_000_000_000);
        var interval = Options.Span("--interval", "Time between messages", TimeSpan.FromSeconds(5));
        var speed = Options.Real(
            "--speed", "How many times faster than real the interval and the air pass (0.1 to 1000)", 1, 0.1, 1000);
        var mode = Options.OneOf(
            "--mode", "Format on the air: the native link, or the seed's own", "farlink", "farlink", "radiohead");
        var dashboard = DashboardComposition.ListenOption();
        var json = Options.Of("--json", "Print one JSON object an event", false);
        var command = new Command(
            "demo",
            "Run the whole chain in this process on a simulated radio: "
            + "device, TLS broker, site, air, base, upstream broker, subscriber.\n\n"
            + "Example: farlink demo --messages 3")
        {
            messages, interval, speed, mode, dashboard, json,
        };
        command.SetAction((parsed, _) =>
        {
            if (parsed.GetValue(interval) < TimeSpan.FromMilliseconds(1))
                throw new UsageException("--interval must be at least 1ms.");
            var options = new DemoOptions(parsed.GetValue(messages), parsed.GetValue(interval), parsed.GetValue(speed),
                parsed.GetValue(mode) == "farlink")
            {
                Dashboard = parsed.GetValue(dashboard),
            };
            return RunAsync(options, parsed.GetValue(json));
        });
        return command;
    }

    private static async Task<int> RunAsync(DemoOptions options, bool asJson)
    {
        using var interruption = new Interruption();
        IDemoView view = asJson ? new JsonDemoView() : DemoView.ForConsole();
        var summary = await DemoChain.RunAsync(
            options, view, (page, stop) => DemoDashboard.StartAsync(options.Dashboard!, page, view, stop), interruption.Token);
        view.Finish(summary);
        return summary.IsComplete ? ExitCodes.Done : ExitCodes.Failed;
    }
}
