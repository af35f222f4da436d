using System.Text.RegularExpressions;

namespace Farlink.Architecture.Tests;

/// <summary>
/// docs/troubleshooting.md is found by what the program writes: what it quotes must be just that, and the checks of the doctor
/// that it names must be there.
/// </summary>
public sealed partial class TroubleshootingTests
{
    private const int FewestQuotes = 60, FewestChecks = 40, FewestLetters = 10;
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "troubleshooting.md"));

    [Fact]
    public void Quotes_All_AreTextsOfTheProgram()
    {
        var quotes = Block().Matches(Page)
            .SelectMany(block => block.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.True(quotes.Count >= FewestQuotes, $"{quotes.Count} quotes");
        Assert.DoesNotContain(quotes, quote => !IsOurs(quote));
    }

    [Fact]
    public void Checks_All_AreThoseOfTheDoctor()
    {
        var named = DoctorLine().Matches(Page).SelectMany(line => CheckName().Matches(line.Value))
            .Select(match => match.Groups["id"].Value).ToList();
        Assert.True(named.Count >= FewestChecks, $"{named.Count} checks");
        Assert.DoesNotContain(named, id => !ProgramTexts.All.Contains(id));
    }

    [Fact]
    public void Sections_All_NameChecksAndAreInTheContents()
    {
        var sections = Section().Split(Page).Skip(1).ToList();
        Assert.DoesNotContain(sections, section => !DoctorLine().IsMatch(section));
        var listed = ContentsLink().Count(Page[..Page.IndexOf("\n## ", StringComparison.Ordinal)]);
        Assert.Equal(sections.Count, listed);
    }

    [Theory]
    [InlineData("[1224] No answer to .. hellos: key, base or range", true)]
    [InlineData("[1224] No answer to .. hellos: wrong key", false)]
    [InlineData("[1223] No answer to .. hellos: key, base or range", false)]
    [InlineData("[9999] No answer to .. hellos: key, base or range", false)]
    [InlineData("wrong user name or password (user ..)", true)]
    [InlineData("wrong name or password (user ..)", false)]
    [InlineData("the", false)]
    public void IsOurs_Quote_IsFoundOnlyAsItIsWritten(string quote, bool expected) => Assert.Equal(expected, IsOurs(quote));

    /// <summary>With an id it must be of that event; without one of any text, and long enough to be told from others.</summary>
    private static bool IsOurs(string quote)
    {
        var parts = Quote().Match(quote);
        var text = parts.Groups["text"].Value;
        return parts.Groups["id"].Success
            ? ProgramTexts.Events.TryGetValue(parts.Groups["id"].Value, out var known) && ProgramTexts.Has(known, text)
            : text.Length >= FewestLetters && ProgramTexts.All.Any(one => ProgramTexts.Has(one, text));
    }

    [GeneratedRegex(
        @"^```log\n(?<lines>.*?)^```$", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(\[(?<id>\d{4})\] )?(?<text>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Quote();

    /// <summary>A paragraph.</summary>
    [GeneratedRegex(@"^\*\*Doctor:\*\*(.|\n)+?(\n\n|\z)", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex DoctorLine();

    [GeneratedRegex(@"`(?<id>[a-z0-9]+\.[a-z]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex CheckName();

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"\]\(#[^)]+\)")]
    private static partial Regex ContentsLink();
}
