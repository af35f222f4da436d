using System.Runtime.CompilerServices;

namespace Farlink.Browser.Tests;

/// <summary>Pictures that the tests leave behind, for whoever wants to see what they saw.</summary>
internal static class Artefacts
{
    /// <summary>The top folder of the repository.</summary>
    public static string Root { get; } = Find();

    /// <summary>Takes a picture of the whole page: <c>artifacts/screenshots/NAME.png</c>.</summary>
    public static Task ShootAsync(IPage page, string name) => page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Root, "artifacts", "screenshots", $"{name}.png"),
        FullPage = true,
    });

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
