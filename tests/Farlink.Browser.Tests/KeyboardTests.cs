using System.Text.RegularExpressions;

namespace Farlink.Browser.Tests;

/// <summary>Whoever has no mouse gets everywhere.</summary>
public sealed class KeyboardTests(Chromium chromium, SharedDemo demo)
{
    [Fact]
    public async Task Skip_FirstTab_LeadsPastTheNavigation()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("links");
        await screen.Page.Keyboard.PressAsync("Tab");
        Assert.True(await screen.HasFocusAsync("a.skip"));
        await Expect(screen.Page.Locator("a.skip")).ToBeInViewportAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        Assert.True(await screen.HasFocusAsync("main"));

        // It is no view of its own.
        Assert.EndsWith("#/links", screen.Page.Url, StringComparison.Ordinal);
        await screen.ShowsAsync("links");
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Message_ByKeysAlone_IsFoundOpenedAndLeft()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("chain");
        await Expect(screen.Find("nav-demo")).ToBeVisibleAsync();
        await screen.TabToAsync("[data-testid=nav-messages]");
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.ShowsAsync("messages");

        // A screen reader begins at the heading of the new view.
        Assert.True(await screen.HasFocusAsync("h1"));
        await Expect(screen.Rows("messages").First).ToBeVisibleAsync();
        await screen.TabToAsync("[data-testid=pause]");
        await screen.Page.Keyboard.PressAsync("Space");
        await Expect(screen.Find("pause")).ToHaveAttributeAsync("aria-pressed", "true");
        await screen.TabToAsync("[data-testid=messages] tbody a");
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(screen.Find("life")).ToBeVisibleAsync();
        await screen.TabToAsync(".back a", "Shift+Tab");
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(screen.Find("messages")).ToBeVisibleAsync();
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Part_ChosenByKeys_ShowsItsFactsAndKeepsTheFocus()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("chain");
        await Expect(screen.Find("node-base")).ToHaveAttributeAsync("data-state", new Regex("."));
        await screen.TabToAsync("[data-testid=node-base]");
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(screen.Find("node-details")).ToBeVisibleAsync();

        // The figures change every second: what has the focus stays.
        var before = await screen.Page.EvaluateAsync<int>("() => Number(document.querySelector('.lane').dataset.moves)");
        await screen.UntilAsync("before => Number(document.querySelector('.lane').dataset.moves) > before", before);
        Assert.True(await screen.HasFocusAsync("[data-testid=node-base]"));
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Focus_EveryStep_IsSeen()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("plan");
        await Expect(screen.Find("nav-demo")).ToBeVisibleAsync();
        for (var step = 0; step < 25; step++)
        {
            await screen.Page.Keyboard.PressAsync("Tab");
            var unseen = await screen.Page.EvaluateAsync<string?>(
                """
                () => {
                    const one = document.activeElement;
                    if (one === null || one === document.body) return null;
                    const { outlineStyle, boxShadow } = getComputedStyle(one);
                    return outlineStyle === 'none' && boxShadow === 'none' ? one.outerHTML.slice(0, 200) : null;
                }
                """);
            Assert.Null(unseen);
        }
    }
}
