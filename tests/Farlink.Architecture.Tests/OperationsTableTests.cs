using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Farlink.Architecture.Tests;

/// <summary>docs/operations.md promises a test for what happens when something fails, and names events of the log.</summary>
public sealed partial class OperationsTableTests
{
    private const int FewestTests = 15;
    private const int FewestEvents = 20;
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

    [Fact]
    public void Tests_All_AreThere()
    {
        var named = TestName().Matches(Page)
            .Select(match => (Class: match.Groups["class"].Value, Method: match.Groups["method"].Value)).Distinct().ToList();
        Assert.True(named.Count >= FewestTests, $"{named.Count} tests");
        var sources = Repository.Sources("tests").Select(path => File.ReadAllText(path)).ToList();
        Assert.DoesNotContain(named, one => !sources.Exists(text => Has(text, one.Class, one.Method)));
    }

    [Fact]
    public void Events_All_AreLoggedAtTheLevelTheTableSays()
    {
        var logged = Repository.Sources("src").SelectMany(path => Event().Matches(File.ReadAllText(path)))
            .Select(match => (match.Groups["id"].Value, match.Groups["level"].Value.ToLowerInvariant())).ToHashSet();
        var named = EventRow().Matches(Page).Select(match => (match.Groups["id"].Value, match.Groups["level"].Value)).ToList();
        Assert.True(named.Count >= FewestEvents, $"{named.Count} events");
        Assert.DoesNotContain(named, one => !logged.Contains(one));
    }

    /// <summary>Whoever sees one in the log finds it here.</summary>
    [Fact]
    public void Events_WarningsAndErrors_AreInTheTable()
    {
        var named = EventRow().Matches(Page).Select(match => match.Groups["id"].Value).ToHashSet();
        var logged = Repository.Sources("src").SelectMany(path => Event().Matches(File.ReadAllText(path)))
            .Where(match => match.Groups["level"].Value is "Warning" or "Error" or "Critical")
            .Select(match => match.Groups["id"].Value).ToList();
        Assert.True(logged.Count >= FewestEvents, $"{logged.Count} events");
        Assert.DoesNotContain(logged, id => !named.Contains(id));
    }

    [Theory]
    [InlineData("class ATests { [Fact] public void B_C_D() { } }", true)]
    [InlineData("class ATests { public void B_C_D() { } }", false)]
    [InlineData("class ATests { [Fact] public void B_C_E() { } }", false)]
    [InlineData("class OtherTests { [Fact] public void B_C_D() { } }", false)]
    public void Has_Text_FindsOnlyTheTest(string text, bool expected) => Assert.Equal(expected, Has(text, "ATests", "B_C_D"));

    private static bool Has(string text, string owner, string method) =>
        text.Contains($"class {owner}", StringComparison.Ordinal) && text.Contains(method, StringComparison.Ordinal)
        && Repository.Parse(text).DescendantNodes().OfType<MethodDeclarationSyntax>().Any(one =>
            one.Identifier.Text == method && one.Parent is ClassDeclarationSyntax known && known.Identifier.Text == owner
            && one.AttributeLists.SelectMany(list => list.Attributes)
                .Any(attribute => attribute.Name.ToString() is "Fact" or "Theory"));

    [GeneratedRegex(@"`(?<class>\w+(Tests|Suite))\.(?<method>\w+_\w+_\w+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();

    [GeneratedRegex(
        @"^\| (?<id>\d{4}) \| (?<level>debug|information|warning|error) \|",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex EventRow();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?<id>\d+),\s*LogLevel\.(?<level>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Event();
}
