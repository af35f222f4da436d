using System.Text.RegularExpressions;

namespace Farlink.Browser.Tests;

/// <summary>The planner answers how many sites, how often, how far, at which setting. One at a time: the program runs one.</summary>
public sealed class PlannerTests(Chromium chromium, SharedDemo demo)
{
    private static readonly Regex AnyDigit = new("[1-9]");

    [Fact]
    public async Task Planner_Asked_TellsVerdictDeliveryAirtimeAndWhatItTookForGranted()
    {
        await using var screen = await OpenAsync();
        await screen.Find("plan-run").ClickAsync();
        await Expect(screen.Find("plan-verdict")).ToHaveTextAsync(new Regex(@"^Holds everything arrived, 99\s% within 10\smin"));
        await Expect(screen.Rows("plan-hosts")).ToHaveCountAsync(3);
        await Expect(screen.Rows("plan-hosts").Last).ToHaveTextAsync(new Regex(@"100\s%.*\(\S+\s%\)"));
        await Expect(screen.Find("plan-delivered")).ToHaveTextAsync(AnyDigit);
        await Expect(screen.Find("plan-airtime")).ToHaveTextAsync(AnyDigit);
        await Expect(screen.Find("plan-collisions")).ToBeVisibleAsync();
        await Expect(screen.Find("plan-assumptions").Locator("li").First).ToBeVisibleAsync();
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Planner_OutOfReach_SaysThatItDoesNotHoldAndWhy()
    {
        await using var screen = await OpenAsync();
        await screen.Find("plan-distance_km").FillAsync("50");
        await screen.Find("plan-run").ClickAsync();
        await Expect(screen.Find("plan-verdict")).ToHaveTextAsync(new Regex("^Does not hold .*did not arrive"));
        await Expect(screen.Find("plan-result")).Not.ToContainTextAsync("nothing lost");
        screen.AssertQuiet();
    }

    private async Task<Screen> OpenAsync()
    {
        var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.GoAsync("plan");
        await screen.Find("plan-sites").FillAsync("2");
        await screen.Find("plan-distance_km").FillAsync("1");
        await screen.Find("plan-hours").FillAsync("1");
        return screen;
    }
}
