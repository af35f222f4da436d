namespace Farlink.Browser.Tests;

/// <summary>Frames that carried a message, where not all of them are known.</summary>
public sealed class CarryingFrameTests(Chromium chromium, SharedDemo demo)
{
    /// <summary>What the program says of one message, and of each frame that is asked for.</summary>
    private const string Answers =
        """
        (() => {
            const real = window.fetch;
            const at = '2026-11-26T12:00:00Z';
            const frame = id => ({
                id, at, role: 'site', sent: true, octets: 4, hex: 'a00118a3', airtime_ms: 50, kind: 'data', link: 1,
                power_dbm: 14, rssi_dbm: null, snr_db: null, refused: null, fields: [], messages: [],
            });
            const message = (id, role, frames, known) => ({
                id, role, frames, trace: null, link: 1, site: 'barn', direction: 'up', topic: 'farm/t', octets: 6000, qos: 1,
                retain: false, at, changed: at, state: 'confirmed', reason: null, stream_id: 1, coded_octets: 6000,
                airtime_ms: 5000, latency_ms: 5000, steps: [], payload: null, twin: null,
                carried_by: Array.from({ length: known }, (_, n) => ({
                    frame: 100 + n, at, role: 'site', kind: 'data', airtime_ms: 50,
                })),
            });
            const answer = path => {
                if (path === 'api/messages/1') return message(1, 'site', 90, 64);
                if (path === 'api/messages/2') return message(2, 'base', 0, 0);
                return path.startsWith('api/frames/') ? frame(Number(path.split('/')[2])) : null;
            };
            window.fetch = (path, options) => {
                const made = answer(String(path));
                return made === null ? real(path, options) : Promise.resolve(new Response(JSON.stringify(made)));
            };
        })();
        """;

    [Fact]
    public async Task Message_OfManyFrames_SaysHowManyAreShown()
    {
        await using var screen = await OpenAsync(1);
        await Expect(screen.Page.GetByText("The first 64 of 90 frames are kept.")).ToBeVisibleAsync();
        await Expect(screen.Page.GetByText("8 of 90 frames.")).ToBeVisibleAsync();
        await Expect(screen.Find("ciphertext").Locator("li")).ToHaveCountAsync(8);
        screen.AssertQuiet();
    }

    [Fact]
    public async Task Message_AtItsReceiver_SaysThatTheSenderKnowsTheFrames()
    {
        await using var screen = await OpenAsync(2);
        await Expect(screen.Page.GetByText("Only the sender knows all the frames that carried it.")).ToHaveCountAsync(2);
        await Expect(screen.Find("ciphertext")).ToHaveCountAsync(0);
        screen.AssertQuiet();
    }

    private async Task<Screen> OpenAsync(int id)
    {
        var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.Page.AddInitScriptAsync(Answers);
        await screen.GoAsync($"messages/{id}");
        return screen;
    }
}
