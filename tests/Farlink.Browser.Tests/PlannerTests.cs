using System.Text;
using System.Text.RegularExpressions;

namespace Farlink.Browser.Tests;

/// <summary>The planner answers how many, how often, how far, at which setting. One at a time: the program runs one.</summary>
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

    [Fact]
    public async Task Planner_Compared_AsksOnceForEachAndPutsThemSideBySide()
    {
        await using var screen = await OpenAsync();
        await screen.Find("plan-distance_km").FillAsync("4");
        await screen.Find("plan-rate_per_hour").FillAsync("30");
        await screen.Find("plan-spread").SelectOptionAsync("ring");
        await screen.Find("plan-compare").SelectOptionAsync("sf");
        await Expect(screen.Find("plan-sf")).ToBeDisabledAsync();
        await screen.Find("plan-values").FillAsync("12, 7");

        // The second waits until what is shown meanwhile was seen.
        var asked = 0;
        var seen = new TaskCompletionSource();
        await screen.Page.RouteAsync("**/api/plan", async route =>
        {
            if (++asked == 2) await seen.Task;
            await route.ContinueAsync();
        });
        await screen.Find("plan-run").ClickAsync();
        await Expect(screen.Page.GetByText("Simulating SF12, 2 of 2 …")).ToBeVisibleAsync();
        await Expect(screen.Find("plan-progress")).ToHaveAttributeAsync("value", "1");
        await Expect(screen.Rows("plan-runs")).ToHaveCountAsync(1);
        seen.SetResult();
        await Expect(screen.Rows("plan-runs")).ToHaveCountAsync(2);
        await Expect(screen.Rows("plan-runs").First).ToHaveTextAsync(new Regex("^SF7no .*did not arrive"));
        await Expect(screen.Rows("plan-runs").Last).ToHaveTextAsync(new Regex(@"^SF12yes100\s%"));
        await Expect(screen.Find("plan-advice")).ToHaveTextAsync("1 of 2 hold: SF12. SF12 takes the least airtime.");
        Assert.Equal(2, asked);
        await Expect(screen.Find("plan-chart-airtime").Locator("canvas")).ToBeVisibleAsync();
        await screen.Find("plan-chart-delivered").Locator("summary").ClickAsync();
        await Expect(screen.Find("plan-chart-delivered").Locator("tbody tr").First).ToHaveTextAsync(new Regex(@"SF12100\s%"));

        // And each has all of its figures.
        await screen.Rows("plan-runs").First.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(screen.Find("plan-verdict")).ToContainTextAsync("Does not hold");
        Assert.Empty(await Axe.BarriersAsync(screen.Page));
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Planner_RecordedMessages_AreReplayedInsteadOfMadeUpOnes()
    {
        await using var screen = await OpenAsync();
        await screen.Find("plan-more").Locator("summary").ClickAsync();
        var lines = Enumerable.Range(0, 20).Select(i => $"room/t\t2{i % 2}\t{i * 10_000}");
        await screen.Find("plan-trace").SetInputFilesAsync(new FilePayload
        {
            Name = "room.tsv",
            MimeType = "text/tab-separated-values",
            Buffer = Encoding.UTF8.GetBytes(string.Join('\n', lines)),
        });
        await Expect(screen.Find("plan-rate_per_hour")).ToBeDisabledAsync();
        await screen.Find("plan-run").ClickAsync();
        await Expect(screen.Find("plan-result")).ToContainTextAsync("40 of 40 messages");
        await Expect(screen.Find("plan-assumptions")).ToContainTextAsync("20 recorded ones");
        screen.AssertQuiet();
    }

    /// <summary>A region's own bandwidth is taken where nobody says another: 125 kHz are too narrow for this one.</summary>
    [Fact]
    public async Task Planner_RegionWithWideChannels_RunsWithItsOwnBandwidth()
    {
        await using var screen = await OpenAsync();
        await screen.Find("plan-region").SelectOptionAsync("US915");
        await screen.Find("plan-run").ClickAsync();
        await Expect(screen.Find("plan-assumptions")).ToContainTextAsync("500 kHz");
        screen.AssertQuiet();
    }

    /// <summary>The form offers all that the planner takes, and no more.</summary>
    [Fact]
    public async Task Planner_Limits_AreThoseOfTheServer()
    {
        await using var screen = await OpenAsync();
        var wrong = await screen.Page.EvaluateAsync<string[]>(
            """
            async () => {
                const headers = { 'Content-Type': 'application/json', 'X-Farlink-Request': '1' };
                const ask = async plan => {
                    const answer = await fetch('api/plan', { method: 'POST', headers, body: JSON.stringify(plan) });
                    return (await answer.json()).error;
                };
                const wrong = [];
                const check = async (plan, wanted) => {
                    const error = await ask(plan);
                    if (!error.startsWith(wanted)) wrong.push(`${wanted} / ${error}`);
                };
                for (const { name, min, max } of document.querySelectorAll('main input[type=number]'))
                    await check({ [name]: Number(max) + 1 }, `${name} must be ${min} to ${max}`);
                const options = name => [...document.querySelectorAll(`[data-testid=plan-${name}] option`)].map(one => one.value);
                const factors = options('sf');
                await check({ sf: 99 }, `sf must be ${factors[0]} to ${factors[factors.length - 1]}`);
                await check({ region: '' }, `region must be ${options('region').join(', ')},`);
                await check({ payload: '' }, `payload must be ${options('payload').join(', ').replace(/, (\w+)$/, ' or $1')},`);
                await check({ bandwidth_khz: 1 },
                    `bandwidth_khz is no LoRa bandwidth: use ${options('bandwidth').slice(1).join(', ')} kHz`);
                return wrong;
            }
            """);
        Assert.Empty(wrong);
        screen.AssertQuiet("Failed to load resource");
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
