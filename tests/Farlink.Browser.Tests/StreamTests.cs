namespace Farlink.Browser.Tests;

/// <summary>A stream of news that dies without a word, and one of a page that nobody looks at.</summary>
public sealed class StreamTests(Chromium chromium, SharedDemo demo)
{
    [Fact]
    public async Task Stream_SaysNothingForAMinute_IsOpenedAnew()
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.Page.AddInitScriptAsync(NewsStreams.Script);
        await screen.Page.Clock.InstallAsync();
        await screen.GoAsync("chain");
        await Expect(screen.Find("connection")).ToHaveAttributeAsync("data-state", "live");
        await screen.Page.EvaluateAsync<bool>("() => window.streams[0].isDeaf = true");
        await screen.Page.Clock.FastForwardAsync(60_000);

        // The server answers all the while: that says nothing of the stream.
        await screen.UntilAsync("() => window.streams.length === 2 && window.streams[0].readyState === EventSource.CLOSED");
        await Expect(screen.Find("connection")).ToHaveAttributeAsync("data-state", "live");
        screen.AssertQuiet();
    }

    /// <summary>As a page that is opened in a tab of its own, and not looked at: there is no change to be told of.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stream_OpenedBehindOthers_IsGivenBackAndComesWhenLookedAt(bool isBeforeItsFirstWord)
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        var how = $"window.isBehind = true; window.isDeafAtFirst = {(isBeforeItsFirstWord ? "true" : "false")};";
        await screen.Page.AddInitScriptAsync($"{how}\n{NewsStreams.Script}");
        await screen.Page.Clock.InstallAsync();
        await screen.GoAsync("chain");
        if (!isBeforeItsFirstWord) await Expect(screen.Find("connection")).ToHaveAttributeAsync("data-state", "live");
        await screen.Page.Clock.FastForwardAsync(31_000);
        await screen.UntilAsync("() => window.streams.length === 1 && window.streams[0].readyState === EventSource.CLOSED");
        await screen.Page.EvaluateAsync<bool>("() => window.put(false)");
        await screen.UntilAsync("() => window.streams.length === 2");
        await Expect(screen.Find("connection")).ToHaveAttributeAsync("data-state", "live");
        screen.AssertQuiet();
    }
}
