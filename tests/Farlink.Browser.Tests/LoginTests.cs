using System.Text.RegularExpressions;

namespace Farlink.Browser.Tests;

/// <summary>The dashboard of a site that has a password.</summary>
[Collection(nameof(Paired))]
public sealed class LoginTests(Chromium chromium, PairedEnds ends)
{
    [Fact]
    public async Task Login_WrongThenRight_ShowsWhatWasAskedFor()
    {
        await using var screen = await Screen.OpenAsync(chromium, ends.Site);
        await screen.Page.GotoAsync($"{ends.Site}#/links");
        await screen.ShowsAsync("login");
        await Expect(screen.Find("password")).ToBeFocusedAsync();
        await Expect(screen.Find("nav-links")).ToBeHiddenAsync();
        Assert.Equal(401, await StatusAsync(screen, "api/state"));
        await screen.Find("password").FillAsync("not the password");
        await screen.Find("sign-in").ClickAsync();
        await Expect(screen.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("That is not the password.");
        await screen.Find("password").FillAsync(PairedEnds.Password);
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.ShowsAsync("links");
        await Expect(screen.Rows("links").First).ToBeVisibleAsync();
        Assert.Equal(200, await StatusAsync(screen, "api/state"));

        // No script can read who is signed in, and no other site sends it.
        var cookie = Assert.Single(await screen.Context.CookiesAsync());
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, cookie.SameSite);
        Assert.Empty(await screen.Page.EvaluateAsync<string>("() => document.cookie"));
        screen.AssertQuiet("Failed to load resource");
    }

    [Fact]
    public async Task Logout_SignedIn_LeavesNothingInView()
    {
        await using var screen = await ends.OpenSiteAsync(chromium);
        await Expect(screen.Find("node-site")).ToHaveAttributeAsync("data-state", new Regex("."));
        await screen.Find("logout").ClickAsync();
        await screen.ShowsAsync("login");
        await Expect(screen.Find("node-site")).ToHaveCountAsync(0);
        Assert.Equal(401, await StatusAsync(screen, "api/messages"));
        screen.AssertQuiet("Failed to load resource");
    }

    [Fact]
    public async Task Base_WithoutPassword_IsSeenButNotActedOn()
    {
        await using var screen = await Screen.OpenAsync(chromium, ends.Base);
        await screen.GoAsync("links");
        await Expect(screen.Find("link")).ToContainTextAsync("barn");
        await Expect(screen.Page.Locator("[data-testid^='action-']")).ToHaveCountAsync(0);
        await Expect(screen.Find("nav-demo")).ToBeHiddenAsync();
        screen.AssertQuiet();
    }

    private static Task<int> StatusAsync(Screen screen, string path) =>
        screen.Page.EvaluateAsync<int>("async path => (await fetch(path)).status", path);
}
