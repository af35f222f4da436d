using System.Diagnostics;
using System.Net;
using Farlink.Dashboard;
using Farlink.Demo;
using Spectre.Console;

namespace Farlink.Tests;

/// <summary>
/// A demonstration with a page that nobody serves: a visitor's hands on its controls. The air is 50 times faster.
/// </summary>
internal sealed class DemoVisit : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task<DemoSummary> _running;
    private readonly TaskCompletionSource<DemoPage> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DemoVisit(TimeSpan interval, bool isNative)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(TextWriter.Null) });
        _running = DemoChain.RunAsync(
            new DemoOptions(null, interval, 50, isNative) { Dashboard = new IPEndPoint(IPAddress.Loopback, 0) },
            new DemoView(console),
            (page, _) =>
            {
                _opened.SetResult(page);
                return Task.FromResult<IAsyncDisposable>(Stream.Null);
            },
            _stop.Token);
    }

    public DemoPage Page => _opened.Task.Result;

    public DemoControls Controls => Page.Controls;

    public DemoFigures Figures => Controls.Figures();

    public static Task<DemoVisit> BeginAsync(bool isNative = true) => BeginAsync(TimeSpan.FromSeconds(1), isNative);

    public static async Task<DemoVisit> BeginAsync(TimeSpan interval, bool isNative = true)
    {
        var visit = new DemoVisit(interval, isNative);
        if (await Task.WhenAny(visit._opened.Task, visit._running) == visit._running) await visit._running;
        return visit;
    }

    /// <summary>Looks again whenever an end did something.</summary>
    public async Task WaitAsync(Func<bool> isSo)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var version = Page.Watch.Version;
            if (isSo()) return;
            Assert.True(clock.Elapsed < Patience, $"it did not come to that; it is so: {Figures}");

            // What is seen of an end may change without an event, once a second.
            using var look = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await Page.Watch.WaitAsync(version, look.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits until so many more have arrived.</summary>
    public Task WaitDeliveredAsync(long more)
    {
        var wanted = Figures.Delivered + more;
        return WaitAsync(() => Figures.Delivered >= wanted);
    }

    /// <summary>Ends it as Ctrl-C does.</summary>
    public async Task<DemoSummary> EndAsync()
    {
        await _stop.CancelAsync();
        return await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
