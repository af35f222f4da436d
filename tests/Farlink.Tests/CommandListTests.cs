using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Farlink.Commands;

namespace Farlink.Tests;

/// <summary>docs/commands.md has every command in a line, and says which ones have <c>--json</c>.</summary>
public sealed partial class CommandListTests
{
    private const string Program = "farlink";
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "commands.md"));

    /// <summary>All that do something by themselves, and do not only have others below them.</summary>
    private static readonly IReadOnlyList<(string Path, Command Command)> Doing =
        [.. Below(FarlinkProgram.Root(), Program).Where(one => one.Command.Action is not null)];

    [Fact]
    public void Page_EachCommand_IsThere()
    {
        var named = Code().Matches(Page).Select(match => Named(match.Groups["code"].Value)).ToHashSet();
        Assert.DoesNotContain(Doing, one => !named.Contains(one.Path));
    }

    /// <summary>A word for several commands stands for all of them.</summary>
    [Fact]
    public void Page_CommandsWithJson_AreThoseThatHaveIt()
    {
        var list = JsonList().Match(Page).Groups["list"].Value;
        var named = Code().Matches(list).Select(match => $"{Program} {match.Groups["code"].Value}")
            .SelectMany(name => Doing.Any(one => one.Path == name)
                ? [name] : Doing.Select(one => one.Path).Where(path => path.StartsWith($"{name} ", StringComparison.Ordinal)));
        var having = Doing.Where(one => one.Command.Options.Any(option => option.Name == "--json")).Select(one => one.Path);
        Assert.Equal(having.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    /// <summary>The longest command that a text begins with; empty: none.</summary>
    private static string Named(string code) => Doing.Select(one => one.Path)
        .Where(path => code == path || code.StartsWith($"{path} ", StringComparison.Ordinal))
        .MaxBy(path => path.Length) ?? "";

    private static IEnumerable<(string Path, Command Command)> Below(Command command, string path)
    {
        foreach (var child in command.Subcommands.Where(child => !child.Hidden))
        {
            yield return ($"{path} {child.Name}", child);
            foreach (var one in Below(child, $"{path} {child.Name}")) yield return one;
        }
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex("\\n\\n(?<list>`init`.*?) have `--json`", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex JsonList();
}
