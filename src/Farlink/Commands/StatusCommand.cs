using System.CommandLine;
using Farlink.Configuration;
using Farlink.Hosting;
using Farlink.Output;
using Farlink.Runtime.Status;
using Spectre.Console;

namespace Farlink.Commands;

/// <summary><c>farlink status</c>: what the site or base of a configuration is doing.</summary>
internal static class StatusCommand
{
    private const string Footer = "Ctrl-C ends this view; the service goes on.";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly StatusRow[] Gone =
        [new StatusRow("", "no farlink is running with this configuration any more; waiting for it", StatusMood.Bad)];

    public static Command Create()
    {
        var file = ConfigCommand.FileOption();
        var json = Options.Of("--json", "Print one JSON object", false);
        var once = Options.Of("--once", "Print the state once, on a terminal too", false);
        var command = new Command(
            "status",
            "Show what the site or base of a configuration is doing: links, queue, airtime, broker, storage. On a terminal until "
            + "Ctrl-C, else once.\n\nExample: farlink status -c farlink.toml")
        {
            file, json, once,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var interruption = new Interruption();
            var place = Load(parsed.GetValue(file)!);
            var line = await AskAsync(place, interruption.Token) ?? throw NothingRuns(place);
            if (parsed.GetValue(json))
            {
                // As it came: a newer service may say more than this program knows.
                await using var output = Console.OpenStandardOutput();
                await output.WriteAsync(line, interruption.Token);
                return ExitCodes.Done;
            }

            if (!parsed.GetValue(once) && !Console.IsOutputRedirected) return await ShowAsync(place, line, interruption.Token);
            Console.Out.Write(StatusText.Of(StatusJson.Read(line)));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The answer of the end that runs with this configuration; null if none does.</summary>
    /// <exception cref="StatusException">One may run, and does not answer, or not us.</exception>
    public static async Task<byte[]?> AskAsync(EndPlace place, CancellationToken stop)
    {
        StatusException? refused = null;
        foreach (var path in StatusPlace.ToAsk(place, Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY")))
        {
            try
            {
                if (await StatusClient.AskAsync(path, TimeProvider.System, stop) is not { } line) continue;

                // In /run there is one socket for each role, whoever's configuration it has.
                if (RealPath.AreSame(StatusJson.ConfigOf(line), place.ConfigPath)) return line;
            }
            catch (StatusException failure)
            {
                // It may be another end's. If none answers, this is what stands in the way.
                refused ??= failure;
            }
        }

        if (refused is not null) throw refused;
        return null;
    }

    private static EndPlace Load(string path)
    {
        var (place, problems) = ConfigLoader.LoadPlace(path, Environment.GetEnvironmentVariables());
        return place ?? throw new ConfigException(problems);
    }

    private static StatusException NothingRuns(EndPlace place)
    {
        var role = place.Role is Role.Base ? "base" : "site";
        return new StatusException(
            $"no farlink is running with this configuration ({place.ConfigPath}). Start it with: farlink {role} -c "
            + $"{place.ConfigPath}, or as a service: systemctl start farlink-{role}");
    }

    private static async Task<int> ShowAsync(EndPlace place, byte[] first, CancellationToken stop)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        byte[]? line = first;
        await console.Live(new Text("")).StartAsync(async live =>
        {
            while (!stop.IsCancellationRequested)
            {
                StatusRow[] rows = line is null ? Gone : [.. StatusText.Rows(StatusJson.Read(line))];

                // Beside the footer one line stays free: what is as high as the terminal makes it roll.
                var shown = StatusFit.Of(rows, console.Profile.Width, console.Profile.Height - 2);
                live.UpdateTarget(StatusView.Of(shown, Footer));
                try
                {
                    await Task.Delay(LookEvery, TimeProvider.System, stop);
                    line = await AskAsync(place, stop);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        });
        return ExitCodes.Done;
    }
}
