namespace Farlink.Browser.Tests;

/// <summary>Every view on a desktop and on a phone, light and dark. Its pictures are kept: artifacts/screenshots.</summary>
public sealed class LookTests(Chromium chromium, SharedDemo demo)
{
    /// <summary>Views, and what is there once they have something to show.</summary>
    private static readonly (string Route, string Filled)[] Places =
    [
        ("chain", "[data-testid=node-site][data-state]"),
        ("links", "[data-testid=chart-rssi_dbm] canvas"),
        ("airtime", "[data-testid=airtime-topics] tbody tr"),
        ("messages", "[data-testid=messages] tbody tr"),
        ("frames", "[data-testid=frames] tbody tr"),
        ("events", "[data-testid=events] tbody tr"),
        ("demo", "[data-testid=demo-delivered]"),
        ("plan", "[data-testid=plan-run]"),
    ];

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    [InlineData("phone")]
    public async Task Views_EachLook_FitAndHaveNoBarrier(string name)
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address, Look.Of(name));
        List<string> found = [];
        foreach (var (route, filled) in Places)
        {
            await screen.GoAsync(route);
            await Expect(screen.Page.Locator(filled).First).ToBeVisibleAsync();
            await LookAsync(screen, $"{name}-{route}", found);
        }

        // One message and one frame: the first of a list.
        (string, string)[] details = [("messages", "life"), ("frames", "frame-hex")];
        foreach (var (route, filled) in details)
        {
            await screen.GoAsync(route);
            await screen.Rows(route).First.GetByRole(AriaRole.Link).ClickAsync();
            await Expect(screen.Find(filled)).ToBeVisibleAsync();
            await LookAsync(screen, $"{name}-{route}-one", found);
        }

        Assert.Empty(found);
        screen.AssertQuiet();
    }

    /// <summary>The two that look for faults find one that is put there.</summary>
    [Fact]
    public async Task Faults_PutOnThePage_AreFound()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address, Look.Phone);
        await screen.GoAsync("demo");
        Assert.Equal(0, await screen.TooWideAsync());
        await screen.Page.EvaluateAsync<bool>(
            """
            () => {
                const wide = document.createElement('button');
                wide.style.width = '900px';
                wide.style.height = '20px';
                document.querySelector('main').append(wide);
                return true;
            }
            """);
        Assert.InRange(await screen.TooWideAsync(), 500, 900);
        Assert.Contains(
            await Axe.BarriersAsync(screen.Page), one => one.Contains("button-name", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Guards_ScriptDialogAndStranger_AreComplainedOf()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("chain");
        screen.AssertQuiet();

        // The policy refuses the script in an attribute, already when it is set or only when it would run, and the request to
        // another host.
        await screen.Page.EvaluateAsync<bool>(
            """
            async () => {
                const image = document.createElement('img');
                try {
                    image.setAttribute('onerror', 'window.owned = true');
                } catch {
                    // Trusted types.
                }

                image.src = 'data:,x';
                document.body.append(image);
                alert('seen');
                await fetch('http://stranger.invalid/').catch(() => undefined);
                return true;
            }
            """);
        await Expect(screen.Page.Locator("body > img")).ToHaveCountAsync(1);
        foreach (var part in (string[])["dialog: seen", "Content Security Policy"])
            Assert.Contains(screen.Complaints, one => one.Contains(part, StringComparison.Ordinal));
        Assert.False(await screen.Page.EvaluateAsync<bool>("() => window.owned === true"));
    }

    [Fact]
    public async Task Navigation_OnAPhone_LeadsToEveryView()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address, Look.Phone);
        await screen.GoAsync("chain");
        foreach (var (route, _) in Enumerable.Reverse(Places))
        {
            await screen.Find($"nav-{route}").TapAsync();
            await screen.ShowsAsync(route);
            await Expect(screen.Find($"nav-{route}")).ToHaveAttributeAsync("aria-current", "page");
        }

        // What is most important stays in view.
        await Expect(screen.Find("promise")).ToBeInViewportAsync();
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Colours_OfTheSystem_AreFollowedUntilOthersAreChosen()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("links");
        Assert.True(await IsLightAsync(screen));
        await screen.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        Assert.False(await IsLightAsync(screen));

        // As the system, light, dark, and again.
        await screen.Find("theme").ClickAsync();
        await Expect(screen.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        Assert.True(await IsLightAsync(screen));
        await screen.Page.ReloadAsync();
        await Expect(screen.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        Assert.True(await IsLightAsync(screen));
        screen.AssertQuiet();
    }

    private static async Task LookAsync(Screen screen, string name, List<string> found)
    {
        await Artefacts.ShootAsync(screen.Page, name);
        if (await screen.TooWideAsync() is var wide and > 0) found.Add($"{name}: {wide} pixels too wide");
        found.AddRange((await Axe.BarriersAsync(screen.Page)).Select(barrier => $"{name}: {barrier}"));
    }

    /// <summary>Whether text is darker than what is behind it.</summary>
    private static Task<bool> IsLightAsync(Screen screen) => screen.Page.EvaluateAsync<bool>(
        """
        () => {
            const sum = colour => colour.match(/[\d.]+/g).slice(0, 3).reduce((all, part) => all + Number(part), 0);
            const { color, backgroundColor } = getComputedStyle(document.documentElement);
            return sum(backgroundColor) > sum(color);
        }
        """);
}
