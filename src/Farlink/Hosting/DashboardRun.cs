using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Dashboard;
using Farlink.Protocol.Airtime;
using Farlink.Radios;
using Farlink.Runtime.Services;
using Farlink.Runtime.Watching;
using Farlink.Simulation.Planning;
using Farlink.Storage;
using Microsoft.Extensions.Logging;

namespace Farlink.Hosting;

/// <summary>The dashboard of a site or base, with what it remembers.</summary>
internal sealed class DashboardRun : IAsyncDisposable
{
    private readonly LinkHistory _history;
    private readonly StateWatch _state;
    private readonly DashboardServer _server;

    private DashboardRun(LinkHistory history, StateWatch state, DashboardServer server)
    {
        _history = history;
        _state = state;
        _server = server;
    }

    /// <summary>Where it is.</summary>
    public Uri Address => _server.Address;

    /// <summary>What sees the end before it starts; null: there is no dashboard.</summary>
    public static WatchHub? Watch(FarlinkConfig config)
    {
        if (config.Dashboard.Listen is null) return null;
        var options = new WatchOptions
        {
            IsNative = config.Link.IsNative,
            IsInClear = !config.Link.IsNative && config.Link.Codec == "none",
            KeepsPayloads = config.Dashboard.ShowsPayloads,
            Topic = config.Routes.Count > 0 ? config.Routes[0].Topic : string.Empty,
            AirtimeOf = octets => LoRaAirtime.Of(config.Radio.Settings.Modulation, octets),
        };
        return new WatchHub(options, TimeProvider.System);
    }

    /// <summary>Starts to show an end that runs.</summary>
    /// <param name="path">Its configuration file.</param>
    /// <param name="config">What was read from it.</param>
    /// <param name="end">The end.</param>
    /// <param name="watch">What sees it.</param>
    /// <param name="board">What it says of itself.</param>
    /// <param name="logging">Logs.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="DashboardException">It cannot listen.</exception>
    public static async Task<DashboardRun> StartAsync(
        string path, FarlinkConfig config, IRunningEnd end, WatchHub watch, StatusBoard board, ILoggerFactory logging,
        CancellationToken stop)
    {
        var role = config.Role == Role.Site ? "site" : "base";
        var history = new LinkHistory(Open(config, logging), logging.CreateLogger("farlink.history"))
        {
            IsClockSure = () => board.Clock.IsHostBelieved,
        };
        var state = new StateWatch(
            watch, history, () => [end.Status()], TimeProvider.System, logging.CreateLogger("farlink.history"));
        try
        {
            var tracks = new LinkTracks(history, () => [board.Report()], TimeProvider.System);
            var source = new EndSource(end, watch, tracks, board.Report, CertificateEnds.UseAtOthers(config))
            {
                About = new DashboardAbout(StatusBoard.Program, role, config.Name),
                Radios = new Dictionary<string, RadioSettings> { [role] = config.Radio.Settings },
                Actions = LinkActions.Of(_ => end, config.Role == Role.Site && config.Link.IsNative ? path : null),
                Planner = config.Dashboard.HasPlanner ? PlanJson.AnswerAsync : null,
            };
            watch.Events.Add(role, EventKind.Restart, EventLevel.Info, null, $"The {role} {config.Name} started.");
            var server = await DashboardServer.StartAsync(
                DashboardComposition.Options(config.Dashboard)!, source, logging, TimeProvider.System, stop);
            return new DashboardRun(history, state, server);
        }
        catch
        {
            await state.DisposeAsync();
            history.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _state.DisposeAsync();
        _history.Dispose();
    }

    /// <summary>Beside the store. Without it there is no month, and all else runs.</summary>
    private static HistoryStore? Open(FarlinkConfig config, ILoggerFactory logging)
    {
        if (!config.Dashboard.KeepsHistory) return null;
        try
        {
            return HistoryStore.Open(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(config.Link.StorePath))!, "history.db"));
        }
        catch (StoreException failure)
        {
            ProgramLog.NoHistory(logging.CreateLogger("farlink.history"), failure.Message);
            return null;
        }
    }
}
