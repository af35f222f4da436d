namespace Farlink.Keys.Elements;

/// <summary>Opens secure elements by the URI that a configuration names.</summary>
public static class SecureElements
{
    private const string FileScheme = "file:";

    /// <summary>What a URI may look like, for messages.</summary>
    public const string Forms = "file:PATH";

    /// <summary>Whether a text is a URI of a known form.</summary>
    public static bool IsKnown(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.StartsWith(FileScheme, StringComparison.Ordinal) && uri.Length > FileScheme.Length;
    }

    /// <summary>The same element, wherever the program runs: the path of a file is made whole.</summary>
    /// <param name="uri">A URI.</param>
    /// <param name="folder">Where relative paths begin.</param>
    public static string Resolve(string uri, string folder) => uri.StartsWith(FileScheme, StringComparison.Ordinal)
        ? FileScheme + Path.GetFullPath(uri[FileScheme.Length..], folder) : uri;

    /// <summary>The path of a key file; null for an element of another kind.</summary>
    public static string? FileOf(string uri) =>
        uri.StartsWith(FileScheme, StringComparison.Ordinal) ? uri[FileScheme.Length..] : null;

    /// <summary>Opens one.</summary>
    /// <param name="uri"><c>file:PATH</c>.</param>
    /// <exception cref="ElementException">The form is unknown, or the element cannot be used.</exception>
    /// <exception cref="Files.KeyFileException">A key file is missing, or others may read it.</exception>
    public static ISecureElement Open(string uri)
    {
        if (!IsKnown(uri)) throw new ElementException($"{uri} is no secure element that is known; allowed: {Forms}");
        return FileElement.Open(uri[FileScheme.Length..]);
    }
}
