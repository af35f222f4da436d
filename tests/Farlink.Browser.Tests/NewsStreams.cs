namespace Farlink.Browser.Tests;

/// <summary>The streams of news of a page in the hands of a test.</summary>
internal static class NewsStreams
{
    /// <summary>
    /// They are in <c>window.streams</c>. A deaf one hears nothing of its server, as one that a router forgot, but what
    /// <c>window.tell</c> says; <c>window.put</c> puts the page behind others.
    /// </summary>
    public const string Script =
        """
        (() => {
            const Real = window.EventSource;
            window.streams = [];
            window.EventSource = class extends Real {
                constructor(address) {
                    super(address);
                    this.isDeaf = window.isDeafAtFirst === true && window.streams.length === 0;
                    window.streams.push(this);
                }

                addEventListener(name, handler) {
                    super.addEventListener(name, happened => { if (!this.isDeaf || !happened.isTrusted) handler(happened); });
                }
            };
            window.tell = (name, news) => window.streams[window.streams.length - 1].dispatchEvent(
                new MessageEvent(name, { data: JSON.stringify(news) }));
            Object.defineProperty(document, 'hidden', { get: () => window.isBehind === true });
            window.put = isBehind => {
                window.isBehind = isBehind;
                document.dispatchEvent(new Event('visibilitychange'));
                return true;
            };
        })();
        """;

    /// <summary>Opens a view whose stream is deaf once it is live.</summary>
    public static async Task<Screen> OpenDeafAsync(Chromium chromium, string address, string route, string filled)
    {
        var screen = await Screen.OpenAsync(chromium, address);
        await screen.Page.AddInitScriptAsync(Script);
        await screen.GoAsync(route);
        await Expect(screen.Find("connection")).ToHaveAttributeAsync("data-state", "live");
        await Expect(screen.Page.Locator(filled).First).ToBeVisibleAsync();
        await screen.Page.EvaluateAsync<bool>("() => window.streams[0].isDeaf = true");
        return screen;
    }
}
