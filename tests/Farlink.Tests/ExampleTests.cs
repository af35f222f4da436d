using System.Text.RegularExpressions;
using Farlink.Commands;
using Farlink.Output;

namespace Farlink.Tests;

/// <summary>Commands that the help and the manual show are commands of the program, with options that it has.</summary>
public sealed partial class ExampleTests
{
    private const int FewestExamples = 50;
    private const int FewestNamed = 4;
    private static readonly CommandOutline Root = CommandOutline.Of(FarlinkProgram.Root());

    [Fact]
    public void Help_ItsExamples_AreTakenByTheProgram()
    {
        var examples = Root.All.SelectMany(command => Example().Matches(command.Description))
            .Select(match => match.Groups["words"].Value).ToList();
        Assert.True(examples.Count >= FewestExamples, $"{examples.Count} examples");
        Assert.Empty(examples.SelectMany(Mistakes));
    }

    /// <summary>Those of the help are in it too; these it has besides.</summary>
    [Fact]
    public void Manual_CommandsThatItNames_AreThere()
    {
        var named = Bold().Matches(ManPage.Write(Root, "1.2.3")).Select(match => match.Groups["path"].Value).ToList();
        Assert.True(named.Count >= FewestNamed, $"{named.Count} commands");
        Assert.Empty(named.Except(Root.All.Select(command => command.Path)));
    }

    [Theory]
    [InlineData("Example: farlink pki isue --dir pki", "isue")]
    [InlineData("Example: farlink status --everything", "--everything")]
    [InlineData("Examples: farlink status\n          farlink airtime --sf 13", "--sf")]
    [InlineData("Example: sudo farlink pki init   (asks)", "--dir")]
    public void Help_ExampleThatIsWrong_IsSeen(string description, string part) => Assert.Contains(
        part,
        Assert.Single(Example().Matches(description).Select(match => match.Groups["words"].Value).SelectMany(Mistakes)),
        StringComparison.Ordinal);

    private static IEnumerable<string> Mistakes(string words)
    {
        string[] arguments = [.. Word().Matches(words).Select(match => match.Value.Trim('"'))];
        return UsageMistakes.Of(FarlinkProgram.Root().Parse(arguments)).Select(mistake => $"farlink {words}: {mistake}");
    }

    /// <summary>A line of examples, without what is said of it in brackets, and without where its output goes.</summary>
    [GeneratedRegex(
        @"^(Examples?:|A first success:| {5,})\s*(sudo )?farlink (?<words>.*?)(\s+\(.*| > .*)?$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Example();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();

    /// <summary>Bold letters in groff_man(7).</summary>
    [GeneratedRegex("""^\.BR? "?(?<path>farlink [a-z ]+[a-z])("|$)""", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Bold();
}
