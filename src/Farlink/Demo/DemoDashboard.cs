using System.Net;
using Farlink.Commands;
using Farlink.Dashboard;
using Farlink.Hosting;
using Farlink.Radios;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;
using Farlink.Simulation.Planning;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Demo;

/// <summary>The dashboard of a demonstration: both ends on one page, with controls. Nothing of it is kept on the disk.</summary>
internal sealed class DemoDashboard : IDashboardSource, IAsyncDisposable
{
    private readonly DemoPage _page;
    private readonly LinkHistory _history = new(null, NullLogger.Instance);
    private readonly StateWatch _state;
    private DashboardServer? _server;

    private DemoDashboard(DemoPage page)
    {
        _page = page;
        _state = new StateWatch(page.Watch, _history, page.Statuses, TimeProvider.System, NullLogger.Instance);
        History = new LinkTracks(_history, page.Reports, TimeProvider.System);
        Actions = LinkActions.Of(page.Running, configuration: null);
    }

    public DashboardAbout About { get; } = new(StatusBoard.Program, "demo", "demo");

    public WatchHub Watch => _page.Watch;

    public bool IsReady => _page.IsReady;

    public ILinkHistory? History { get; }

    public IReadOnlyDictionary<string, RadioSettings> Radios => _page.Radios;

    public IReadOnlyDictionary<string, LinkAction> Actions { get; }

    public IDemoControls? Demo => _page.Controls;

    public Dashboard.Planner? Planner => PlanJson.AnswerAsync;

    /// <summary>Serves the page of a demonstration.</summary>
    /// <param name="listen">Address and port; port 0 takes a free one.</param>
    /// <param name="page">What it shows and changes.</param>
    /// <param name="view">Told its address.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Whoever disposes of it ends the page.</returns>
    /// <exception cref="DashboardException">It cannot listen.</exception>
    public static async Task<IAsyncDisposable> StartAsync(
        IPEndPoint listen, DemoPage page, IDemoView view, CancellationToken stop)
    {
        var dashboard = new DemoDashboard(page);
        try
        {
            dashboard._server = await DashboardServer.StartAsync(
                DashboardComposition.DemoOptions(listen), dashboard, NullLoggerFactory.Instance, TimeProvider.System, stop);
            view.ShowPage(dashboard._server.Address);
            return dashboard;
        }
        catch
        {
            await dashboard.DisposeAsync();
            throw;
        }
    }

    public IReadOnlyList<StatusReport> Reports() => _page.Reports();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        await _state.DisposeAsync();
        _history.Dispose();
    }
}
