namespace Farlink.Browser.Tests;

/// <summary>A newcomer makes it hard for the demonstration, and sees the promises kept: nothing lost, nothing doubled.</summary>
public sealed class DemoControlTests(Chromium chromium, DemoControlTests.OneDemo one)
    : IClassFixture<DemoControlTests.OneDemo>
{
    /// <summary>How loud the latest frame was that an end heard, in dBm.</summary>
    private const string NewestRssi =
        """
        async () => {
            const { frames } = await (await fetch('api/frames?limit=100')).json();
            return frames.filter(frame => frame.rssi_dbm !== null).sort((one, other) => other.id - one.id)[0].rssi_dbm;
        }
        """;

    [Fact]
    public async Task Weather_TakesFrames_AreRepeatedAndNothingIsLost()
    {
        await using var screen = await OpenAsync();
        await screen.Find("loss").FillAsync("30");
        await screen.DemoIsAsync("demo.loss_percent === 30");
        await Expect(screen.Page.GetByText("The weather takes 30 % of the frames.")).ToBeVisibleAsync();
        await KeepsPromisesAsync(screen);

        // The repeats are seen as such.
        await screen.GoAsync("frames?kind=repeat");
        await Expect(screen.Rows("frames").First).ToContainTextAsync("Repeat");
        await screen.GoAsync("demo");
        await screen.Find("loss").FillAsync("0");
        await screen.DemoIsAsync("demo.loss_percent === 0");
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Distance_Moved_IsHeardInTheSignal()
    {
        await using var screen = await OpenAsync();
        await screen.Find("distance").FillAsync("0");
        await screen.DemoIsAsync("demo.distance_km === 0.1");
        await KeepsPromisesAsync(screen);
        var near = await screen.Page.EvaluateAsync<double>(NewestRssi);
        await screen.Find("distance").FillAsync("50");
        await screen.DemoIsAsync("demo.distance_km > 1");
        await screen.UntilAsync($"async near => await ({NewestRssi})() < near - 5", near);
        await KeepsPromisesAsync(screen);
        await screen.Find("distance").FillAsync("37");
        await screen.DemoIsAsync("demo.distance_km === 1");
        screen.AssertQuiet();
    }

    [Theory]
    [InlineData("site")]
    [InlineData("base")]
    public async Task Crash_OfAnEnd_ComesBackAndNothingIsLost(string role)
    {
        await using var screen = await OpenAsync();
        var crashes = await screen.Page.EvaluateAsync<int>(
            "async () => (await (await fetch('api/demo')).json()).crashes");
        await screen.Find($"crash-{role}").ClickAsync();
        await screen.DemoIsAsync($"demo.crashes > {crashes}");
        await screen.DemoIsAsync($"demo.{role}_up");
        await Expect(screen.Find($"crash-{role}")).ToBeEnabledAsync();
        await KeepsPromisesAsync(screen);
        await screen.GoAsync("events");
        await Expect(screen.Rows("events").Filter(new LocatorFilterOptions { HasText = "Restart" }).First).ToBeVisibleAsync();
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Hostile_OnTheAir_IsRefusedAndTold()
    {
        await using var screen = await OpenAsync();
        await screen.Find("hostile").ClickAsync();
        await Expect(screen.Find("hostile")).ToHaveAttributeAsync("aria-checked", "true");
        await screen.DemoIsAsync("demo.hostile_frames > 5");
        await KeepsPromisesAsync(screen);
        await screen.GoAsync("events");
        await Expect(screen.Rows("events").Filter(new LocatorFilterOptions { HasText = "Refused" }).First).ToBeVisibleAsync();
        await screen.GoAsync("frames?kind=refused");
        await Expect(screen.Rows("frames").First).ToContainTextAsync("refused");
        await screen.GoAsync("demo");
        await screen.Find("hostile").ClickAsync();
        await screen.DemoIsAsync("!demo.hostile");
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Rate_Chosen_IsTheDevices()
    {
        await using var screen = await OpenAsync();
        await screen.Find("rate").SelectOptionAsync("0.05");
        await Expect(screen.Page.GetByText("The device has another rate.")).ToBeVisibleAsync();
        await KeepsPromisesAsync(screen, 50);
        await screen.Find("rate").SelectOptionAsync("5");
        screen.AssertQuiet();
    }

    private async Task<Screen> OpenAsync()
    {
        var screen = await Screen.OpenAsync(chromium, one.Address);
        await screen.GoAsync("demo");
        await Expect(screen.Find("demo-delivered")).Not.ToHaveTextAsync("–");
        return screen;
    }

    /// <summary>So many more are delivered, each once.</summary>
    private static async Task KeepsPromisesAsync(Screen screen, int more = 10)
    {
        var before = await screen.Page.EvaluateAsync<int>(
            "async () => (await (await fetch('api/demo')).json()).delivered");
        await screen.DemoIsAsync($"demo.delivered >= {before + more}");
        await Expect(screen.Find("demo-lost")).ToHaveTextAsync("0");
        await Expect(screen.Find("demo-doubled")).ToHaveTextAsync("0");
        await Expect(screen.Find("lost")).ToHaveTextAsync("0");
        await Expect(screen.Find("doubled")).ToHaveTextAsync("0");
        await screen.DemoIsAsync("demo.lost === 0 && demo.doubled === 0");
    }

    public sealed class OneDemo : IAsyncLifetime
    {
        private RunningDemo? _demo;

        internal string Address => _demo?.Address ?? throw new InvalidOperationException("The demonstration was not started.");

        public async ValueTask InitializeAsync() =>
            _demo = await RunningDemo.StartAsync("127.0.0.1:0", "--speed", "10", "--interval", "3s");

        public async ValueTask DisposeAsync()
        {
            if (_demo is not null) await _demo.DisposeAsync();
        }
    }
}
