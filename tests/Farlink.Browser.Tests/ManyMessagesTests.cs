namespace Farlink.Browser.Tests;

/// <summary>Ten thousand messages pass while a page is looked at.</summary>
[Collection(nameof(Alone))]
public sealed class ManyMessagesTests(Chromium chromium, ITestOutputHelper output)
{
    /// <summary>As the ends saw them: one that crosses is in the list of each.</summary>
    private const int Messages = 10_000;

    /// <summary>A view has a hundred rows at most, however much happened.</summary>
    private const int MostRows = 100;

    private const int MostElements = 2_500;
    private const double MostHeapOctets = 16e6;

    private const string Seen =
        "async wanted => (await (await fetch('api/messages?limit=1')).json()).messages[0]?.id >= wanted";

    /// <summary>
    /// What would make a page slower and slower is bounded: elements, memory, and what waits to be shown. Time is told, and
    /// decides nothing: it is the machine's.
    /// </summary>
    [Fact]
    public async Task Page_TenThousandMessages_StaysAsSmallAsItWas()
    {
        await using var demo = await RunningDemo.StartAsync("127.0.0.1:0", "--speed", "1000", "--interval", "1s");
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("messages");
        await Expect(screen.Rows("messages")).ToHaveCountAsync(MostRows);
        await SeenAsync(screen, Messages / 10);
        var early = await MeasureAsync(screen, "early");

        // Somebody goes on working with it meanwhile.
        foreach (var view in (string[])["frames", "airtime", "chain", "events", "messages"])
        {
            await screen.Find($"nav-{view}").ClickAsync();
            await screen.ShowsAsync(view);
        }

        await SeenAsync(screen, Messages);
        await Expect(screen.Rows("messages")).ToHaveCountAsync(MostRows);
        var late = await MeasureAsync(screen, "late");
        Assert.InRange(late.Rows, 1, MostRows);
        Assert.InRange(late.Elements, 1, MostElements);
        Assert.InRange(late.Elements, 1, early.Elements + 200);
        Assert.InRange(late.Heap, 1, MostHeapOctets);
        await Expect(screen.Find("lost")).ToHaveTextAsync("0");
        await Expect(screen.Find("doubled")).ToHaveTextAsync("0");

        // It is held, and leads back, as at the beginning.
        await screen.Find("pause").ClickAsync();
        await Expect(screen.Find("pager-words")).ToContainTextAsync("new");
        await screen.Find("older").ClickAsync();
        await Expect(screen.Find("newest")).ToBeVisibleAsync();

        // Nothing is left behind: when it is quiet, the page shows what the program knows.
        await screen.GoAsync("demo");
        await screen.Find("rate").SelectOptionAsync("3600");
        await screen.DemoIsAsync("demo.waiting === 0");
        await screen.Find("nav-messages").ClickAsync();
        await screen.UntilAsync(
            """
            async () => {
                const { messages } = await (await fetch('api/messages?limit=1')).json();
                const row = document.querySelector('[data-testid=messages] tbody tr');
                return row !== null && messages[0] !== undefined && Number(row.dataset.id) === messages[0].id;
            }
            """);
        screen.AssertQuiet();
    }

    private static async Task SeenAsync(Screen screen, int count) => await screen.Page.WaitForFunctionAsync(
        Seen, count, new PageWaitForFunctionOptions { PollingInterval = 250, Timeout = 3 * Chromium.Patience });

    private async Task<(int Rows, int Elements, double Heap)> MeasureAsync(Screen screen, string when)
    {
        var tools = await screen.Context.NewCDPSessionAsync(screen.Page);
        await tools.SendAsync("HeapProfiler.collectGarbage");
        await tools.DetachAsync();
        var rows = await screen.Rows("messages").CountAsync();
        var elements = await screen.Page.EvaluateAsync<int>("() => document.querySelectorAll('*').length");
        var heap = await screen.Page.EvaluateAsync<double>("() => performance.memory.usedJSHeapSize");
        var frames = await screen.Page.EvaluateAsync<double>(
            """
            () => new Promise(done => {
                const start = performance.now();
                let frames = 0;
                const count = () => ++frames < 60
                    ? requestAnimationFrame(count) : done(60_000 / (performance.now() - start));
                requestAnimationFrame(count);
            })
            """);
        output.WriteLine($"{when}: {rows} rows, {elements} elements, {heap / 1e6:0.0} MB, {frames:0} frames a second");
        return (rows, elements, heap);
    }
}
