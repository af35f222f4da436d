using System.Runtime.CompilerServices;

namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>The pages whose commands are run: all but the decisions, which tell how it was.</summary>
internal static class DocumentationFiles
{
    /// <summary>The repository.</summary>
    public static string Root { get; } = Find();

    /// <summary>The pages, from the root.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "README.md", "CONTRIBUTING.md", "SECURITY.md",
        .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").Select(path => $"docs/{Path.GetFileName(path)}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads one.</summary>
    public static DocumentationPage Read(string page) =>
        DocumentationPage.Parse(page, File.ReadAllText(Path.Combine(Root, page)));

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
