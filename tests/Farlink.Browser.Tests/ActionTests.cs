namespace Farlink.Browser.Tests;

/// <summary>What changes a link asks first, and is told.</summary>
[Collection(nameof(Paired))]
public sealed class ActionTests(Chromium chromium, PairedEnds ends)
{
    [Fact]
    public async Task Pause_ByKeysAlone_AsksForTheNameAndIsTold()
    {
        await using var screen = await ends.OpenSiteAsync(chromium);
        await screen.GoAsync("links");
        await Expect(screen.Find("action-pause")).ToBeVisibleAsync();
        await screen.TabToAsync("[data-testid=action-pause]");
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(screen.Find("confirm")).ToBeVisibleAsync();
        await Expect(screen.Find("confirm-name")).ToBeFocusedAsync();

        // Out again, to where one was.
        await screen.Page.Keyboard.PressAsync("Escape");
        await Expect(screen.Find("confirm")).ToHaveCountAsync(0);
        Assert.True(await screen.HasFocusAsync("[data-testid=action-pause]"));

        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.Keyboard.TypeAsync("another link");
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(screen.Find("confirm").GetByRole(AriaRole.Status))
            .ToHaveTextAsync("That is not the name of this link.");
        await DoAsync(screen);

        // It is paused and not online, and can only go on; the focus is where that is done.
        await Expect(screen.Rows("links").First).ToContainTextAsync("Paused");
        await Expect(screen.Find("action-pause")).ToBeHiddenAsync();
        await Expect(screen.Find("action-resume")).ToBeFocusedAsync();
        await screen.GoAsync("events");
        await Expect(
            screen.Rows("events").Filter(new LocatorFilterOptions { HasText = "pause" }).First).ToBeVisibleAsync();

        await screen.GoAsync("links");
        await screen.Find("action-resume").ClickAsync();
        await DoAsync(screen);
        await Expect(screen.Rows("links").First).Not.ToContainTextAsync("Paused");
        await Expect(screen.Find("action-pause")).ToBeVisibleAsync();
        await Expect(screen.Find("action-resume")).ToBeHiddenAsync();
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Dialog_Open_HasNoBarrierAndHoldsTheFocus()
    {
        await using var screen = await ends.OpenSiteAsync(chromium);
        await screen.GoAsync("links");
        await screen.Find("action-flush").ClickAsync();
        await Expect(screen.Find("confirm")).ToBeVisibleAsync();
        await Artefacts.ShootAsync(screen.Page, "light-dialog");
        Assert.Empty(await Axe.BarriersAsync(screen.Page));
        for (var step = 0; step < 6; step++)
        {
            await screen.Page.Keyboard.PressAsync("Tab");
            Assert.True(await screen.HasFocusAsync("dialog *, body"));
        }

        await screen.Find("confirm-cancel").ClickAsync();
        await Expect(screen.Find("confirm")).ToHaveCountAsync(0);
        screen.AssertQuiet();
    }

    /// <summary>Types the name that the dialog asks for; what was done is told beside the buttons.</summary>
    private static async Task DoAsync(Screen screen)
    {
        var name = await screen.Find("confirm").Locator("strong").InnerTextAsync();
        await screen.Find("confirm-name").FillAsync(name);
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(screen.Find("confirm")).ToHaveCountAsync(0);
        await Expect(screen.Find("link").Locator(".notice[data-tone=ok]")).ToBeVisibleAsync();
    }
}
