using System.Collections;
using System.Runtime.CompilerServices;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Configuration.Reference;
using Farlink.Output;

namespace Farlink.Tests.Reference;

/// <summary>The documents have the tables that the program writes, and their examples are good.</summary>
public sealed class DocumentTests : IDisposable
{
    private const string Configuration = "configuration.md";
    private const int FewestExamples = 4;
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;

    /// <summary>Marks that are wrong, and what is said of them.</summary>
    public static TheoryData<string, string> WrongMarks => new()
    {
        { "<!-- begin generated: radios -->\n<!-- end -->\n", "Line 1: there is no table \"radios\"; there are top, radio, " },
        { "<!-- begin generated: broker external -->\n<!-- end -->\n", "there is no table \"broker external\"" },
        { "<!-- begin generated: radio -->\n", "<!-- end --> is missing after the table radio" },
        { "<!-- begin generated: radio -->\n<!-- begin generated: link -->\n<!-- end -->\n", "Line 2: <!-- end --> is missing" },
        { "text\n<!-- end -->\n", "Line 2: <!-- begin generated: NAME --> is missing" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Configuration)]
    [InlineData("hardware.md")]
    public void Document_Tables_AreWhatTheProgramReads(string name)
    {
        var text = File.ReadAllText(Document(name));
        Assert.NotEmpty(ReferenceDocument.Names(text));
        Assert.True(
            ReferenceDocument.Update(text, Entries.All) == text,
            $"docs/{name} is not what the program reads. Write it anew: farlink config reference --update docs/{name}");
    }

    [Fact]
    public void Configuration_Tables_AreAllThere() => Assert.Equal(
        KeyTables.All.Where(table => table.ShownAs is null).Select(table => table.Name).Append(ReferenceMarkdown.RegionsName)
            .Order(StringComparer.Ordinal),
        ReferenceDocument.Names(File.ReadAllText(Document(Configuration))).Order(StringComparer.Ordinal));

    [Fact]
    public void Configuration_Examples_LoadWithoutAProblem()
    {
        var examples = File.ReadAllText(Document(Configuration)).Split("\n```toml\n").Skip(1)
            .Select(part => part[..part.IndexOf("\n```", StringComparison.Ordinal)]).ToList();
        Assert.True(examples.Count >= FewestExamples, $"{examples.Count} examples");
        foreach (var example in examples)
        {
            var path = Path.Combine(_folder, "farlink.toml");
            File.WriteAllText(path, example);
            var (config, problems) = ConfigLoader.Load(path, null, new Hashtable());
            Assert.True(
                config is not null && problems.All(one => one.IsOfPairing), $"{example}\n\n{string.Join('\n', problems)}");
        }
    }

    [Fact]
    public void Update_TextAroundTheMarks_StaysAsItIs()
    {
        const string text = "before\n<!-- begin generated: link -->\nold\n<!-- end -->\nafter";
        var updated = ReferenceDocument.Update(text, Entries.All);
        Assert.StartsWith("before\n<!-- begin generated: link -->\n\n| key |", updated, StringComparison.Ordinal);
        Assert.EndsWith("|\n\n<!-- end -->\nafter", updated, StringComparison.Ordinal);
        Assert.Contains("| `mode` | `\"farlink\"`, `\"radiohead\"` | `\"farlink\"` |", updated, StringComparison.Ordinal);
        Assert.DoesNotContain("old", updated, StringComparison.Ordinal);
        Assert.Equal(updated, ReferenceDocument.Update(updated, Entries.All));
    }

    [Theory]
    [MemberData(nameof(WrongMarks))]
    public void Update_WrongMarks_IsRefused(string text, string expected) => Assert.Contains(
        expected, Assert.Throws<UsageException>(() => ReferenceDocument.Update(text, Entries.All)).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task Command_Update_WritesTheTables()
    {
        var path = Path.Combine(_folder, "keys.md");
        await File.WriteAllTextAsync(path, "<!-- begin generated: clock -->\n<!-- end -->\n");
        Assert.Equal(ExitCodes.Done, await FarlinkProgram.RunAsync(["config", "reference", "--update", path]));
        Assert.Contains("| `socket` |", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_UpdateOfAFileWithoutTables_IsRefusedAndLeavesIt()
    {
        var path = Path.Combine(_folder, "keys.md");
        await File.WriteAllTextAsync(path, "nothing\n");
        Assert.Equal(ExitCodes.Usage, await FarlinkProgram.RunAsync(["config", "reference", "--update", path]));
        Assert.Equal(ExitCodes.Usage, await FarlinkProgram.RunAsync(["config", "reference", "--json", "--update", path]));
        Assert.Equal("nothing\n", await File.ReadAllTextAsync(path));
    }

    private static string Document(string name, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs", name));
}
