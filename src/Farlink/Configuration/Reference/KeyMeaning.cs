namespace Farlink.Configuration.Reference;

/// <summary>What a key means, for people. What it may be and what counts without it the readers say.</summary>
/// <param name="Key">The key.</param>
/// <param name="Text">The meaning, in Markdown.</param>
internal sealed record KeyMeaning(string Key, string Text)
{
    /// <summary>What form its text has, in Markdown; null: any.</summary>
    public string? Form { get; init; }

    /// <summary>What counts without it where that follows from something else, in Markdown; null: the readers know.</summary>
    public string? Default { get; init; }

    /// <summary>Whether its number is written in hexadecimal.</summary>
    public bool IsHexadecimal { get; init; }
}
