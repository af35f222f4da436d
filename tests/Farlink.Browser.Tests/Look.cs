namespace Farlink.Browser.Tests;

/// <summary>On what a page is looked at.</summary>
/// <param name="Name">For files and test names.</param>
/// <param name="Width">CSS pixels.</param>
/// <param name="Height">CSS pixels.</param>
/// <param name="IsDark">Whether the system's colours are dark.</param>
/// <param name="IsPhone">Whether it is touched, and has the viewport of a phone.</param>
internal sealed record Look(string Name, int Width, int Height, bool IsDark, bool IsPhone)
{
    public static Look Light { get; } = new("light", 1280, 900, false, false);

    public static Look Dark { get; } = new("dark", 1280, 900, true, false);

    public static Look Phone { get; } = new("phone", 360, 740, false, true);

    public static Look Of(string name) => ((Look[])[Light, Dark, Phone]).Single(look => look.Name == name);
}
