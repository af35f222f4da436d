using System.Buffers.Binary;

namespace Farlink.Browser.Tests;

/// <summary>The picture in the README. eng/screenshot.sh takes it anew.</summary>
public sealed class ReadmeTests(Chromium chromium, SharedDemo demo)
{
    private const string Picture = "docs/images/dashboard.png";
    private const string Wanted = "FARLINK_SCREENSHOT";
    private const int Width = 1280;
    private const int Height = 800;
    private const int MostOctets = 300_000;

    [Fact]
    public async Task Readme_Screenshot_IsOfThisPage()
    {
        if (Environment.GetEnvironmentVariable(Wanted) is { Length: > 0 } file) await TakeAsync(file);
        var path = Path.Combine(Artefacts.Root, Picture);
        Assert.True(File.Exists(path), $"{Picture} is missing: eng/screenshot.sh takes it");
        Assert.Contains(
            $"]({Picture})", await File.ReadAllTextAsync(Path.Combine(Artefacts.Root, "README.md")), StringComparison.Ordinal);
        var octets = await File.ReadAllBytesAsync(path);
        Assert.InRange(octets.Length, 1, MostOctets);

        // PNG: signature, then the chunk IHDR with width and height (RFC 2083 §4.1.1).
        Assert.Equal("IHDR"u8.ToArray(), octets[12..16]);
        Assert.Equal(Width, BinaryPrimitives.ReadInt32BigEndian(octets.AsSpan(16)));
        Assert.Equal(Height, BinaryPrimitives.ReadInt32BigEndian(octets.AsSpan(20)));
    }

    private async Task TakeAsync(string file)
    {
        await using var screen = await Screen.OpenAsync(chromium, demo.Address);
        await screen.Page.SetViewportSizeAsync(Width, Height);
        await screen.GoAsync("chain");
        await Expect(screen.Find("node-upstream")).ToHaveAttributeAsync("data-state", "ok");

        // With figures, and with something on its way.
        await screen.DemoIsAsync("demo.delivered >= 20");
        await screen.Find("node-air").ClickAsync();
        await Expect(screen.Find("node-details")).ToBeVisibleAsync();
        await screen.UntilAsync("() => document.querySelectorAll('.lane-dot').length >= 2");
        await screen.Page.ScreenshotAsync(
            new PageScreenshotOptions { Path = Path.GetFullPath(Path.Combine(Artefacts.Root, file)) });
    }
}
