[assembly: AssemblyFixture(typeof(Farlink.Browser.Tests.Chromium))]

namespace Farlink.Browser.Tests;

/// <summary>One browser for all tests, Debian's own: each page has a profile of its own in it. Nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>How long anything may take until it is seen, in milliseconds: a demonstration goes on by itself.</summary>
    internal const float Patience = 40_000;

    /// <summary>The build without windows; it draws the same and takes half of the time.</summary>
    private const string Program = "/usr/bin/chromium-headless-shell";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser was not started.");

    public async ValueTask InitializeAsync()
    {
        Assert.True(File.Exists(Program), $"{Program} is missing: apt-get install chromium-headless-shell");
        SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args =
            [
                // Tests run as root in a container, where the browser's own sandbox cannot be made; pages are our own.
                "--no-sandbox", "--disable-gpu",

                // It asks nobody for anything on its own.
                "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
    }
}
