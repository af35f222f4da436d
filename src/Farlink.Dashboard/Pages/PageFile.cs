namespace Farlink.Dashboard.Pages;

/// <summary>A file of the page, as it is in the program: compressed with Brotli.</summary>
/// <param name="Path">As a browser asks for it: /assets/index-abc.js.</param>
/// <param name="Resource">Its name among the resources.</param>
/// <param name="ContentType">What it is.</param>
/// <param name="Tag">For If-None-Match; in quotes.</param>
internal sealed record PageFile(string Path, string Resource, string ContentType, string Tag)
{
    /// <summary>Vite puts a hash of the content into the names of assets: a name never gets another content.</summary>
    public bool IsImmutable => Path.StartsWith("/assets/", StringComparison.Ordinal);
}
