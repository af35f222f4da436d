using System.Text;

namespace Farlink.Browser.Tests;

/// <summary>Negative test 42: what a device says is a text on the page, whatever it says.</summary>
[Collection(nameof(Paired))]
public sealed class HostileTextTests(Chromium chromium, PairedEnds ends)
{
    /// <summary>Each runs if anything takes it for more than a text.</summary>
    private static readonly string[] Markup =
    [
        "<img src=x onerror=window.owned=1>",
        "\"><script>window.owned=1</script>",
        "'-alert(1)-'",
        "<svg onload=alert(1)>",
        "</title></style></textarea><iframe src=http://stranger.invalid>",
        "<a href=javascript:alert(1)>click</a>",
        "{{constructor.constructor('alert(1)')()}}",
        "${alert(1)}",
        "__proto__",
    ];

    [Fact]
    public async Task Topics_OfEveryKind_AreTextsAtBothEnds()
    {
        foreach (var text in Markup) await ends.PublishAsync($"hostile/{text}", Encoding.UTF8.GetBytes(text));

        // What turns the text around, and what is longer than any line.
        await ends.PublishAsync("hostile/\u202Egnp.exe", [1]);
        await ends.PublishAsync("hostile/long/" + string.Concat(Enumerable.Repeat("<b>wide</b>/", 60)), [2]);
        await using var site = await ends.OpenSiteAsync(chromium);
        await using var station = await Screen.OpenAsync(chromium, ends.Base);
        foreach (var screen in (Screen[])[site, station])
        {
            await screen.GoAsync("messages");
            foreach (var text in Markup)
                await Expect(TopicOf(screen, text)).ToBeVisibleAsync();
            await Expect(TopicOf(screen, "u202Egnp.exe")).ToBeVisibleAsync();
            await Expect(TopicOf(screen, "hostile/long/<b>wide</b>/")).ToContainTextAsync("…");
            Assert.False(await screen.Page.EvaluateAsync<bool>("() => document.body.textContent.includes('\\u202E')"));
            foreach (var view in (string[])["chain", "links", "airtime", "frames", "events", "messages"])
            {
                await screen.Find($"nav-{view}").ClickAsync();
                await screen.ShowsAsync(view);
                await IsCleanAsync(screen);
            }
        }
    }

    [Fact]
    public async Task Payloads_OfEveryKind_AreTexts()
    {
        await ends.PublishAsync("hostile/payload/markup", Encoding.UTF8.GetBytes(string.Concat(Markup)));
        await ends.PublishAsync("hostile/payload/controls", [0x00, 0x07, 0x1B, 0x5B, 0x32, 0x4A, 0xFF, 0xFE, 0xC3, 0x28]);

        // The first is as long as the link carries, longer than what is kept for the page; the second 64 KiB.
        await ends.PublishAsync("hostile/payload/large", Encoding.UTF8.GetBytes(Scripts(300)));
        await ends.PublishAsync("hostile/payload/huge", Encoding.UTF8.GetBytes(Scripts(2520)));
        await using var screen = await ends.OpenSiteAsync(chromium);
        await OpenMessageAsync(screen, "markup");
        await Expect(screen.Find("payload-text")).ToContainTextAsync(Markup[0]);
        await IsCleanAsync(screen);

        await OpenMessageAsync(screen, "controls");
        await Expect(screen.Find("payload-text")).ToContainTextAsync("x1B[2J");
        await Expect(screen.Find("payload-hex")).ToContainTextAsync("00 07 1b 5b 32 4a ff fe c3 28");
        await IsCleanAsync(screen);

        await OpenMessageAsync(screen, "large");
        await Expect(screen.Page.GetByText("It is longer: only its beginning is kept.")).ToBeVisibleAsync();
        await Expect(screen.Find("payload-text")).ToContainTextAsync("<script>alert(1)</script>");
        Assert.Equal(0, await screen.TooWideAsync());
        await IsCleanAsync(screen);

        await screen.GoAsync("events");
        await Expect(screen.Rows("events").Filter(new LocatorFilterOptions { HasText = "Dead" }).First).ToBeVisibleAsync();
        await IsCleanAsync(screen);
    }

    /// <summary>A search that somebody else wrote into a link.</summary>
    [Fact]
    public async Task Address_WithMarkup_IsAText()
    {
        await using var screen = await Screen.OpenAsync(chromium, ends.Base);
        foreach (var route in (string[])["messages", "frames", "links"])
        {
            await screen.GoAsync($"{route}?topic={Uri.EscapeDataString(Markup[1])}&kind={Uri.EscapeDataString(Markup[0])}");
            await IsCleanAsync(screen);
        }

        await screen.GoAsync($"messages?topic={Uri.EscapeDataString(Markup[0])}");
        await Expect(screen.Find("search-topic")).ToHaveValueAsync(Markup[0]);
    }

    private static string Scripts(int count) => string.Concat(Enumerable.Repeat("<script>alert(1)</script>\n", count));

    private static ILocator TopicOf(Screen screen, string text) =>
        screen.Find("messages").Locator("a").Filter(new LocatorFilterOptions { HasText = text }).First;

    private static async Task OpenMessageAsync(Screen screen, string name)
    {
        await screen.GoAsync("messages");
        await TopicOf(screen, $"hostile/payload/{name}").ClickAsync();
        await Expect(screen.Find("payload-text")).ToBeVisibleAsync();
    }

    /// <summary>
    /// Nothing ran, nobody was asked, nothing of it became a part of the page, and the policy had nothing to refuse.
    /// </summary>
    private static async Task IsCleanAsync(Screen screen)
    {
        Assert.False(await screen.Page.EvaluateAsync<bool>("() => 'owned' in window"));
        await Expect(screen.Page.Locator("#app :is(img, script, iframe, b, svg[onload], [onerror], [href^='javascript:'])"))
            .ToHaveCountAsync(0);
        screen.AssertQuiet();
    }
}
