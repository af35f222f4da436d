using System.Collections.Concurrent;

namespace Farlink.Browser.Tests;

/// <summary>
/// The dashboard in a browser, with everything kept that must not happen on it: errors of scripts, what the
/// Content-Security-Policy refused, dialogs, and requests to anybody but the dashboard.
/// </summary>
internal sealed class Screen : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _address;
    private readonly ConcurrentQueue<string> _complaints = new();

    private Screen(IBrowserContext context, IPage page, string address)
    {
        _context = context;
        _address = address;
        Page = page;
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    /// <summary>What must not happen, and did.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Opens a page of its own.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="address">The dashboard, with a slash at its end.</param>
    /// <param name="look">On what; default a light desktop.</param>
    public static async Task<Screen> OpenAsync(Chromium chromium, string address, Look? look = null)
    {
        look ??= Look.Light;
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = look.Width, Height = look.Height },
            ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            IsMobile = look.IsPhone,
            HasTouch = look.IsPhone,
            Locale = "en-GB",
            TimezoneId = "UTC",
        });
        context.SetDefaultTimeout(Chromium.Patience);
        var screen = new Screen(context, await context.NewPageAsync(), address);
        screen.Watch();
        return screen;
    }

    /// <summary>Opens a view by its address, as a bookmark does.</summary>
    /// <param name="route">What follows <c>#/</c>: <c>messages</c>, <c>frames/12</c>.</param>
    public async Task GoAsync(string route)
    {
        await Page.GotoAsync($"{_address}#/{route}");
        await ShowsAsync(route.Split('/', '?')[0]);
    }

    /// <summary>Waits for a view.</summary>
    public Task ShowsAsync(string view) => Expect(Page.Locator($"[data-view='{view}']")).ToBeVisibleAsync();

    public ILocator Find(string testId) => Page.GetByTestId(testId);

    /// <summary>Rows of a table that has a name for tests.</summary>
    public ILocator Rows(string table) => Find(table).Locator("tbody tr");

    /// <summary>Waits until a figure of <c>/api/demo</c> is what an expression over <c>demo</c> says.</summary>
    public Task DemoIsAsync(string expression) => UntilAsync(
        $"async () => {{ const demo = await (await fetch('api/demo')).json(); return {expression}; }}");

    /// <summary>Waits until a script, which may fetch, says true.</summary>
    public async Task UntilAsync(string script, object? argument = null) =>
        await Page.WaitForFunctionAsync(script, argument, new PageWaitForFunctionOptions { PollingInterval = 100 });

    /// <summary>How many CSS pixels the page is wider than the screen.</summary>
    public Task<int> TooWideAsync() => Page.EvaluateAsync<int>(
        "() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)");

    /// <summary>Presses a key until something has the focus.</summary>
    /// <param name="selector">What is to have it.</param>
    /// <param name="key">Tab, or back with Shift.</param>
    public async Task TabToAsync(string selector, string key = "Tab")
    {
        const int MostSteps = 120;
        for (var step = 0; step < MostSteps; step++)
        {
            await Page.Keyboard.PressAsync(key);
            if (await HasFocusAsync(selector)) return;
        }

        Assert.Fail($"{key} does not lead to {selector}");
    }

    public Task<bool> HasFocusAsync(string selector) => Page.EvaluateAsync<bool>(
        "selector => document.activeElement !== null && document.activeElement.matches(selector)", selector);

    /// <summary>Nothing happened that must not.</summary>
    /// <param name="but">Parts of what may have: that of a server that is away, or says no.</param>
    public void AssertQuiet(params string[] but) => Assert.DoesNotContain(
        _complaints, complaint => !but.Any(part => complaint.Contains(part, StringComparison.Ordinal)));

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private void Watch()
    {
        _context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Complain("console", message.Text);
        };
        _context.WebError += (_, error) => Complain("script", error.Error);
        _context.Request += (_, request) =>
        {
            if (!IsOurs(request.Url)) Complain("request", request.Url);
        };
        _context.Dialog += (_, dialog) =>
        {
            Complain("dialog", dialog.Message);

            // Else the page would stand still.
            _ = dialog.DismissAsync();
        };
    }

    private bool IsOurs(string address) =>
        address.StartsWith(_address, StringComparison.Ordinal) || address.StartsWith("data:", StringComparison.Ordinal);

    private void Complain(string where, string what) => _complaints.Enqueue($"{where}: {what}");
}
