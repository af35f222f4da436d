using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Farlink.Architecture.Tests;

/// <summary>docs/attacks.md promises a test for each row, which looks for the reason in the log.</summary>
public sealed partial class AttackTableTests
{
    private const int FewestRows = 25;

    [Fact]
    public void Rows_All_NameATestThatLooksForTheReason()
    {
        var rows = Rows();
        var sources = Repository.Sources("tests").Select(path => File.ReadAllText(path)).ToList();
        Assert.Empty(rows.Where(row => !sources.Exists(row.IsIn)).Select(row => $"{row.Number}: {row.Class}.{row.Method}"));
    }

    [Fact]
    public void Rows_All_AreNumberedAndEnough()
    {
        var rows = Rows();
        Assert.True(rows.Count >= FewestRows, $"{rows.Count} rows");
        Assert.Equal(Enumerable.Range(1, rows.Count), rows.Select(row => row.Number));
    }

    [Theory]
    [InlineData("public sealed class A { [Fact] public void B() => Look(\"why\"); }", true)]
    [InlineData("public sealed class A { [Theory] public void B() => Look(\"why\"); }", true)]
    [InlineData("public sealed class A { public void B() => Look(\"why\"); }", false)]
    [InlineData("public sealed class A { [Fact] public void C() => Look(\"why\"); }", false)]
    [InlineData("public sealed class C { [Fact] public void B() => Look(\"why\"); }", false)]
    [InlineData("public sealed class A { [Fact] public void B() => Look(\"what\"); }", false)]
    public void Row_Text_IsFoundOnlyWhereItsTestAndReasonAre(string text, bool expected) =>
        Assert.Equal(expected, new Row(1, "why", "A", "B").IsIn(text));

    private static List<Row> Rows()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "attacks.md"));
        var rows = new List<Row>();
        foreach (var line in lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1))
        {
            var match = Form().Match(line);
            Assert.True(match.Success, $"not a row: {line}");
            rows.Add(new Row(
                int.Parse(match.Groups["number"].Value), match.Groups["reason"].Value, match.Groups["class"].Value,
                match.Groups["method"].Value));
        }

        return rows;
    }

    /// <summary>Number, attack, what happens, reason or a dash, test.</summary>
    [GeneratedRegex(
        @"^\| (?<number>\d+) \| [^|]+ \| [^|]+ \| (`(?<reason>[^`|]+)`|-) \| `(?<class>\w+)\.(?<method>\w+)` \|$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Form();

    private sealed record Row(int Number, string Reason, string Class, string Method)
    {
        /// <summary>Whether a source has the test, and the reason. An empty reason is in every text.</summary>
        public bool IsIn(string text) =>
            text.Contains($"class {Class}", StringComparison.Ordinal) && text.Contains(Reason, StringComparison.Ordinal)
            && Repository.Parse(text).DescendantNodes().OfType<MethodDeclarationSyntax>().Any(IsTest);

        private bool IsTest(MethodDeclarationSyntax method) =>
            method.Identifier.Text == Method
            && method.Parent is ClassDeclarationSyntax owner && owner.Identifier.Text == Class
            && method.AttributeLists.SelectMany(list => list.Attributes)
                .Any(attribute => attribute.Name.ToString() is "Fact" or "Theory");
    }
}
