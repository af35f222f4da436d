using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Farlink.Architecture.Tests;

/// <summary>
/// Every failure that the doctor can tell in words of its own has a test in which it is told. A check may fail for ten reasons; a
/// case for one of them says nothing of the others. What a test expects to be seen counts for the failure whose text has most of
/// it in one piece; failures that only pass on what another program or an exception says have no text to go by.
/// </summary>
public sealed class DoctorCaseTests
{
    /// <summary>Shorter pieces say nothing: " is not ".</summary>
    private const int ShortestPiece = 8;

    private const int FewestFailures = 100;

    /// <summary>A hole, where people read it.</summary>
    private const char Shown = '~';

    private static readonly string[] Sources = ["src/Farlink.Host/Doctor", "src/Farlink/Doctor"];
    private static readonly string[] Tests = ["tests/Farlink.Host.Tests/Doctor", "tests/Farlink.Tests/Doctor"];

    [Fact]
    public void Failures_WithATextOfTheirOwn_HaveATestEach()
    {
        var failures = Sources.SelectMany(folder => Repository.Sources(folder)).SelectMany(path => FailuresOf(path)).ToList();
        Assert.True(failures.Count >= FewestFailures, $"{failures.Count} failures");
        var expected = Tests.SelectMany(folder => Repository.Sources(folder))
            .SelectMany(path => ExpectedOf(File.ReadAllText(path))).ToHashSet(StringComparer.Ordinal);
        List<string> texts = [.. failures.Select(failure => failure.Text).Distinct()];
        var told = expected.SelectMany(text => Told(text, texts)).ToHashSet(StringComparer.Ordinal);
        var untold = failures.Where(failure => !told.Contains(failure.Text)).ToList();
        var shown = string.Join('\n', untold.Select(one => $"{one.Where}: {one.Text.Replace(ProgramTexts.Hole, Shown)}"));
        Assert.True(untold.Count == 0, $"no test tells:\n{shown}");
    }

    [Theory]
    [InlineData("SPI is off here", "SPI is off here, ~ says")]
    [InlineData("it is off there", "~ is off there: ~")]
    [InlineData("it is off")]
    [InlineData("something else entirely")]
    public void Told_Text_IsTheFailureWithMostOfIt(string expected, params string[] told) => Assert.Equal(
        told,
        Told(expected, [Holed("SPI is off here, ~ says"), Holed("~ is off there: ~"), "another text, of nobody"])
            .Select(text => text.Replace(ProgramTexts.Hole, Shown)));

    [Theory]
    [InlineData("Assert.Equal((Verdict.Fail, \"seen\"), await AskAsync());", "seen")]
    [InlineData("_ = new Case(\"a.b\", \"what\", Verdict.Fail, \"saw\" + \" this\", \"cure\", Leave);", "saw this")]
    [InlineData("_ = new Case(\"a.b\", \"what\", Verdict.Warn, \"saw\", \"cure\", Leave);")]
    [InlineData("Assert.Contains($\"{name} is gone\", finding.Saw, StringComparison.Ordinal);", "~ is gone")]
    [InlineData("Assert.Contains(\"cure\", finding.Cure, StringComparison.Ordinal);")]
    public void Expected_Test_IsWhatMustBeSeen(string statement, params string[] expected) =>
        Assert.Equal(
            expected.Select(text => Holed(text)).ToHashSet(),
            ExpectedOf($"class C {{ void M() {{ {statement} }} }}").ToHashSet());

    private static string Holed(string text) => text.Replace(Shown, ProgramTexts.Hole);

    private static IEnumerable<(string Where, string Text)> FailuresOf(string path) =>
        from call in Repository.Parse(File.ReadAllText(path)).DescendantNodes().OfType<InvocationExpressionSyntax>()
        where call.Expression.ToString() == "Finding.Fail"
        let text = ProgramTexts.TextOf(call.ArgumentList.Arguments[0].Expression)
        where text.Split(ProgramTexts.Hole).Any(piece => piece.Length >= ShortestPiece)
        let line = call.GetLocation().GetLineSpan().StartLinePosition.Line + 1
        select ($"{Repository.Relative(path)}:{line}", text);

    /// <summary>What cases of a failure say that was seen, and texts that are compared with it elsewhere.</summary>
    private static IEnumerable<string> ExpectedOf(string source)
    {
        foreach (var node in Repository.Parse(source).DescendantNodes())
        {
            var given = node switch
            {
                ArgumentListSyntax list => list.Arguments,
                TupleExpressionSyntax tuple => tuple.Arguments,
                _ => default,
            };
            for (var at = 1; at < given.Count; at++)
                if (given[at - 1].ToString() == "Verdict.Fail") yield return ProgramTexts.TextOf(given[at].Expression);
            if (!IsComparison(node)) continue;
            foreach (var text in ProgramTexts.Of(node)) yield return text;
        }
    }

    private static bool IsComparison(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax call => call.Expression.ToString().StartsWith("Assert.", StringComparison.Ordinal)
            && (call.ToString().Contains(".Saw", StringComparison.Ordinal)
                || call.ToString().Contains("Verdict.Fail", StringComparison.Ordinal)
                || call.ToString().Contains("finding", StringComparison.OrdinalIgnoreCase))
            && !call.ToString().Contains("finding.Cure,", StringComparison.Ordinal),
        AttributeSyntax attribute => attribute.Name.ToString() == "InlineData",
        _ => false,
    };

    private static IEnumerable<string> Told(string expected, IReadOnlyList<string> failures)
    {
        var shared = failures.Select(text => Shared(expected, text)).ToList();
        var most = shared.Max();
        return most < ShortestPiece ? [] : failures.Where((_, index) => shared[index] == most);
    }

    /// <summary>Length of the longest piece that both have; no hole is in it.</summary>
    private static int Shared(string one, string other)
    {
        var (before, most) = (new int[other.Length + 1], 0);
        foreach (var letter in one)
        {
            var now = new int[other.Length + 1];
            for (var at = 0; at < other.Length && letter != ProgramTexts.Hole; at++)
            {
                if (letter == other[at]) now[at + 1] = before[at] + 1;
                most = Math.Max(most, now[at + 1]);
            }

            before = now;
        }

        return most;
    }
}
