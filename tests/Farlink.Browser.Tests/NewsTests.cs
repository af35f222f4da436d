using System.Text.RegularExpressions;

namespace Farlink.Browser.Tests;

/// <summary>What a page makes of news, in words.</summary>
public sealed class NewsTests(Chromium chromium, SharedDemo demo)
{
    [Fact]
    public async Task Held_OneNewMessageChangesOften_CountsOne()
    {
        await using var screen = await NewsStreams.OpenDeafAsync(
            chromium, demo.Address, "messages", "[data-testid=messages] tbody tr");
        await screen.Find("pause").ClickAsync();
        await screen.Page.EvaluateAsync<bool>(
            """
            async () => {
                const { messages } = await (await fetch('api/messages?limit=1')).json();
                const [one] = messages;
                const shown = Number(document.querySelector('[data-testid=messages] tbody tr').dataset.id);
                for (const state of ['waiting', 'on_air', 'confirmed', 'published'])
                    window.tell('messages', [{ ...one, id: shown + 1, state }]);

                // Two more, the later one first; and an old one that changed.
                window.tell('messages', [{ ...one, id: shown + 3 }, { ...one, id: shown + 2 }]);
                window.tell('messages', [{ ...one, id: 0 }]);
                return true;
            }
            """);
        await Expect(screen.Find("pager-words")).ToHaveTextAsync(new Regex(", 3 new$"));
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Trouble_OfBothEnds_IsToldOfEachOnce()
    {
        await using var screen = await NewsStreams.OpenDeafAsync(
            chromium, demo.Address, "chain", "[data-testid=node-site][data-state]");
        await screen.Page.EvaluateAsync<bool>(
            """
            async () => {
                // After what the page itself asked for when its stream began.
                await fetch('api/demo');
                const state = await (await fetch('api/state')).json();
                const text = 'The disk is slow.';
                for (const end of state.ends) end.warnings = [text];
                for (const node of state.chain.nodes) {
                    const isEnd = node.id === 'site' || node.id === 'base';
                    Object.assign(node, isEnd ? { state: 'warn', detail: text } : { state: 'ok' });
                }

                window.tell('state', state);
                return true;
            }
            """);
        string[] told = ["Site: The disk is slow.", "Base: The disk is slow."];
        await Expect(screen.Page.Locator(".summary-list li")).ToHaveTextAsync(told);
        screen.AssertQuiet();
    }

    /// <summary>As at a site: of the other end it is known that it is heard, and not what passes there.</summary>
    [Fact]
    public async Task Chain_EndThatIsElsewhere_HasNoRateAndNoMoves()
    {
        await using var screen = await NewsStreams.OpenDeafAsync(
            chromium, demo.Address, "chain", "[data-testid=node-site][data-state]");
        await screen.Page.EvaluateAsync<bool>(
            """
            async () => {
                // After what the page itself asked for when its stream began.
                await fetch('api/demo');
                const state = await (await fetch('api/state')).json();
                for (const node of state.chain.nodes)
                    if (node.id === 'base' || node.id === 'upstream') Object.assign(node, { state: 'ok', total: null });
                window.tell('state', state);
                return true;
            }
            """);
        await Expect(screen.Find("node-base").Locator(".node-rate")).ToBeEmptyAsync();
        await Expect(screen.Find("node-site").Locator(".node-rate")).ToContainTextAsync("a minute");
        await Expect(screen.Page.Locator(".lane[data-seen=true]")).ToHaveCountAsync(4);
        await Expect(screen.Page.Locator(".lane[data-seen=false]")).ToHaveCountAsync(1);
        await screen.Find("node-base").ClickAsync();
        await Expect(screen.Find("node-details")).ToContainTextAsync("not seen from here");
        screen.AssertQuiet();
    }
}
