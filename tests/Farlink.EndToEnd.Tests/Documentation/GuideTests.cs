namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>The longest pages, which run beside the others.</summary>
public sealed class GuideTests
{
    /// <summary>They take as long as all others.</summary>
    internal static IReadOnlyList<string> Guides { get; } = ["docs/quickstart.md", "docs/troubleshooting.md"];

    public static TheoryData<string> Pages => [.. Guides];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_EachCommandInItsOrder_DoesWhatItSays(string page)
    {
        var problems = await PageRun.RunAsync(page, DocumentationFiles.Read(page));
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }
}
