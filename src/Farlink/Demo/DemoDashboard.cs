using System.Net;
using Farlink.Commands;

namespace Farlink.Demo;

/// <summary>Joins a demonstration to the dashboard.</summary>
internal static class DemoDashboard
{
    /// <summary>Serves the page of a demonstration.</summary>
    /// <param name="listen">Address and port; port 0 takes a free one.</param>
    /// <param name="page">What it shows and changes.</param>
    /// <param name="view">Told its address.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Whoever disposes of it ends the page.</returns>
    /// <exception cref="UsageException">It cannot be served.</exception>
    public static Task<IAsyncDisposable> StartAsync(IPEndPoint listen, DemoPage page, IDemoView view, CancellationToken stop)
    {
        _ = (listen, page, view, stop);
        throw new UsageException("This build has no dashboard: leave --dashboard out.");
    }
}
