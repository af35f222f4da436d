namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>Every command that the documentation shows is run, or there is a reason why not.</summary>
public sealed class DocumentationTests
{
    /// <summary>All pages but those of <see cref="GuideTests"/>, which run beside these.</summary>
    public static TheoryData<string> Pages => [.. DocumentationFiles.All.Except(GuideTests.Guides)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_EachCommandInItsOrder_DoesWhatItSays(string page)
    {
        var problems = await PageRun.RunAsync(page, DocumentationFiles.Read(page));
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }
}
