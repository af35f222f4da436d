using System.Text.RegularExpressions;

namespace Farlink.Browser.Tests;

/// <summary>What a link was like, with times in which nobody knows.</summary>
public sealed class LinkTests(Chromium chromium, SharedDemo demo)
{
    /// <summary>Two minutes, an hour in which the program was off, and two minutes again.</summary>
    private const string WithAGap =
        """
        {
          "link": 1, "name": "barn", "span": "1d", "step_s": 60, "t": [1750000000, 1750000060, 1750003660, 1750003720],
          "rssi_dbm": [-80, -81, -90, -91], "snr_db": [5, 5, 5, 5], "margin_db": [9, 9, 9, 9], "loss": [0, 0, 0, 0],
          "repeats": [0, 0, 0, 0], "round_trip_s": [1, 1, 1, 1], "queue": [0, 0, 0, 0], "online": [1, 0.5, 0, null]
        }
        """;

    [Fact]
    public async Task History_ProgramWasOff_HasAGapThere()
    {
        await using var screen = await OpenAsync();
        await screen.Find("chart-rssi_dbm").Locator("summary").ClickAsync();
        var rows = screen.Find("chart-rssi_dbm").Locator("tbody tr");
        Regex[] newestFirst = [new("91"), new("90"), new("–$"), new("81"), new("80")];
        await Expect(rows).ToHaveTextAsync(newestFirst);
        screen.AssertQuiet();
    }

    /// <summary>A minute may be half; of what is not known nothing is said.</summary>
    [Fact]
    public async Task Online_PartsOfMinutesAndUnknown_IsTheMeanOfWhatIsKnown()
    {
        await using var screen = await OpenAsync();
        await Expect(screen.Find("online-share")).ToHaveTextAsync(new Regex(@"Online for 50\s%"));
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Online_NeverKnown_IsNotTold()
    {
        const string Unknown = "[null, null, null, null]";
        await using var screen = await OpenAsync(WithAGap.Replace("[1, 0.5, 0, null]", Unknown, StringComparison.Ordinal));
        await Expect(screen.Find("chart-rssi_dbm").Locator(".chart-reading")).ToContainTextAsync("latest");
        await Expect(screen.Find("online-share")).ToBeEmptyAsync();
        screen.AssertQuiet();
    }

    private async Task<Screen> OpenAsync(string history = WithAGap)
    {
        var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.Page.RouteAsync("**/api/links/history*", route => route.FulfillAsync(
            new RouteFulfillOptions { ContentType = "application/json", Body = history }));
        await screen.GoAsync("links");

        // Samples of now come in the short span alone.
        await screen.Find("span").Locator("input[value='1d']").CheckAsync();
        return screen;
    }
}
