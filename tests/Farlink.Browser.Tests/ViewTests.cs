using System.Text.RegularExpressions;

namespace Farlink.Browser.Tests;

/// <summary>Every view shows what happens in a demonstration that runs.</summary>
public sealed class ViewTests(Chromium chromium, SharedDemo demo)
{
    private static readonly Regex AnyDigit = new("[1-9]");

    /// <summary>A host whose clock nobody sets is told of: a warning, and no trouble of the chain.</summary>
    private static readonly Regex Works = new("^(ok|warn)$");

    [Fact]
    public async Task Chain_MessagesPass_MovesBetweenAllParts()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("chain");
        foreach (var part in (string[])["device", "broker", "site", "air", "base", "upstream"])
            await Expect(screen.Find($"node-{part}")).ToHaveAttributeAsync("data-state", Works);
        await Expect(screen.Page.Locator(".lane[data-moves]")).ToHaveCountAsync(5);
        var before = await screen.Page.EvaluateAsync<int[]>(
            "() => [...document.querySelectorAll('.lane')].map(lane => Number(lane.dataset.moves))");
        await screen.UntilAsync(
            "before => [...document.querySelectorAll('.lane')].every((lane, at) => Number(lane.dataset.moves) > before[at])",
            before);

        // The dot goes away when it has arrived.
        await screen.UntilAsync("() => document.querySelector('.lane-dot') !== null");
        await Expect(screen.Find("summary")).ToHaveTextAsync(new Regex("Everything is well|a look"));
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Chain_PartChosen_ShowsItsFacts()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("chain");
        await screen.Find("node-site").ClickAsync();
        await Expect(screen.Find("node-site")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(screen.Find("node-details")).ToContainTextAsync("Taken from the broker");
        await screen.Find("node-air").ClickAsync();
        await Expect(screen.Find("node-details")).ToContainTextAsync("dBm");
        await screen.Find("node-air").ClickAsync();
        await Expect(screen.Find("node-details")).ToBeHiddenAsync();
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Links_Measured_ShowFiguresAndCurves()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("links");
        await Expect(screen.Rows("links")).ToHaveCountAsync(2);
        await Expect(screen.Rows("links").First).ToContainTextAsync("dBm");
        foreach (var column in (string[])["rssi_dbm", "snr_db", "margin_db", "queue"])
        {
            var chart = screen.Find($"chart-{column}");
            await Expect(chart.Locator(".chart-reading")).ToContainTextAsync("latest");
            await Expect(chart.Locator("canvas")).ToBeVisibleAsync();
        }

        await Expect(screen.Find("chart-rssi_dbm").Locator(".chart-reading")).ToContainTextAsync("dBm");

        // What a curve shows can be read as a table.
        await screen.Find("chart-rssi_dbm").Locator("summary").ClickAsync();
        await Expect(screen.Find("chart-rssi_dbm").Locator("tbody tr").First).ToContainTextAsync("dBm");
        foreach (var span in (string[])["1d", "1mo"])
        {
            var answer = await screen.Page.RunAndWaitForResponseAsync(
                () => screen.Find("span").Locator($"input[value='{span}']").CheckAsync(),
                one => one.Url.Contains($"span={span}", StringComparison.Ordinal));
            Assert.True(answer.Ok);
        }

        screen.AssertQuiet();
    }

    [Fact]
    public async Task Airtime_MessagesSent_IsSharedByKindAndTopic()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("airtime");
        (string, string)[] uses = [("Site", "Data"), ("Base", "Ack"), ("Site", "Handshake")];
        foreach (var (end, kind) in uses)
        {
            var row = screen.Rows("airtime-uses")
                .Filter(new LocatorFilterOptions { HasText = end }).Filter(new LocatorFilterOptions { HasText = kind });
            await Expect(row.Locator("td").Last).ToHaveTextAsync(AnyDigit);
        }

        var topic = screen.Rows("airtime-topics").Filter(new LocatorFilterOptions { HasText = "/esp8266" });
        await Expect(topic).ToHaveCountAsync(1);
        await Expect(topic.Locator("td").Last).ToHaveTextAsync(AnyDigit);
        await Expect(screen.Page.GetByRole(AriaRole.Meter).First).ToHaveAttributeAsync("aria-valuetext", AnyDigit);
        await Expect(screen.Find("compression")).ToHaveTextAsync(new Regex(@"[1-9]\S*\s:\s1"));
        await Expect(screen.Find("next-slot")).Not.ToHaveTextAsync("–");

        // From what a topic costs to its messages.
        await topic.GetByRole(AriaRole.Link).ClickAsync();
        await screen.ShowsAsync("messages");
        await Expect(screen.Find("search-topic")).ToHaveValueAsync("/esp8266");
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Messages_OneOpened_ShowsItsLifeTextAndCipher()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("messages");
        var through = screen.Rows("messages")
            .Filter(new LocatorFilterOptions { HasText = "up, site" })
            .Filter(new LocatorFilterOptions { HasTextRegex = new Regex("At the other end|Published|Delivered") });
        await Expect(through.First).ToBeVisibleAsync();
        await screen.Find("pause").ClickAsync();
        await through.First.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(screen.Find("message")).ToContainTextAsync("/esp8266");
        await Expect(screen.Find("payload-text")).ToContainTextAsync("Good job! You are connected");
        await Expect(screen.Find("payload-hex")).ToContainTextAsync("47 6f 6f 64 20 6a 6f 62");
        await Expect(screen.Find("ciphertext").Locator("li").First).ToContainTextAsync(new Regex("([0-9a-f]{2} ){8}"));
        await Expect(screen.Find("ciphertext")).Not.ToContainTextAsync("47 6f 6f 64 20 6a 6f 62");

        // Of both ends in one: at the site, on the air, and at the base.
        foreach (var place in (string[])["site", "air", "base"])
            await Expect(screen.Find("life").GetByText(place, new LocatorGetByTextOptions { Exact = true }).First)
                .ToBeVisibleAsync();
        await screen.Find("life").GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(screen.Find("frame")).ToContainTextAsync("octets");
        await Expect(screen.Find("frame-hex")).ToContainTextAsync("0000  ");

        // And from the frame back to what it carried.
        await screen.Find("frame").GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(screen.Find("message")).ToBeVisibleAsync();
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Messages_Searched_ShowsThoseMeantAlone()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("messages");
        await Expect(screen.Rows("messages").First).ToBeVisibleAsync();
        await screen.Find("search-topic").FillAsync("no/such/topic");
        await screen.Find("search").ClickAsync();
        await Expect(screen.Find("pager-words")).ToHaveTextAsync("No messages");
        await screen.Find("search-topic").FillAsync("+/esp8266");
        await screen.Find("search").ClickAsync();
        await Expect(screen.Rows("messages").First).ToContainTextAsync("/esp8266");
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Frames_Listed_AreDecoded()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("frames");
        await screen.Find("frame-kind").SelectOptionAsync("data");
        await Expect(screen.Rows("frames").First).ToContainTextAsync("Data");
        await Expect(screen.Rows("frames").Filter(new LocatorFilterOptions { HasText = "Handshake" })).ToHaveCountAsync(0);
        await screen.Rows("frames").First.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(screen.Find("frame").Locator("h2")).ToContainTextAsync("Data");
        await Expect(screen.Page.Locator("[data-view=frames] tbody tr").First).ToBeVisibleAsync();
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Frames_Downloaded_AreWhatWiresharkReads()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("frames");
        await Expect(screen.Rows("frames").First).ToBeVisibleAsync();
        var download = await screen.Page.RunAndWaitForDownloadAsync(() => screen.Find("pcap").ClickAsync());
        Assert.Equal("farlink.pcap", download.SuggestedFilename);
        var file = Path.Combine(Directory.CreateTempSubdirectory("farlink-browser-").FullName, "frames.pcap");
        await download.SaveAsAsync(file);
        var (code, output) = await RunningProcess.RunAsync(
            "tshark", "-r", file, "-T", "fields", "-e", "frame.number", "-e", "frame.protocols");
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Assert.True(code == 0, output);
        Assert.Contains(output.Split('\n'), line => Regex.IsMatch(line, @"^1\t.*loratap"));
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Events_SessionMade_IsTold()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("events");
        await Expect(screen.Rows("events").Filter(new LocatorFilterOptions { HasText = "Session" }).First).ToBeVisibleAsync();
        screen.AssertQuiet();
    }

    [Fact]
    public async Task News_MessageArrives_ShowsWithoutReload()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("messages");
        await Expect(screen.Find("connection")).ToHaveAttributeAsync("data-state", "live");
        await Expect(screen.Rows("messages").First).ToBeVisibleAsync();
        var newest = await screen.Page.EvaluateAsync<int>(
            """
            () => {
                window.isSameDocument = true;
                return Number(document.querySelector('[data-testid=messages] tbody tr').dataset.id);
            }
            """);
        await screen.UntilAsync(
            "newest => Number(document.querySelector('[data-testid=messages] tbody tr').dataset.id) > newest", newest);
        Assert.True(await screen.Page.EvaluateAsync<bool>("() => window.isSameDocument === true"));
        screen.AssertQuiet();
    }
}
