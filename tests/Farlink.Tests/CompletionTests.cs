using Farlink.Commands;
using Farlink.Output;

namespace Farlink.Tests;

/// <summary>The scripts of <c>farlink completion</c>, run by the shells they are for.</summary>
public sealed class CompletionTests : IDisposable
{
    private static readonly CommandOutline Root = CommandOutline.Of(FarlinkProgram.Root());
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;

    /// <summary>What is typed, and a word that may follow.</summary>
    public static TheoryData<string, string> Lines => new()
    {
        { "farlink pa", "pair" },
        { "farlink ", "site" },
        { "farlink pair ac", "accept" },
        { "farlink pair -c pair of", "offer" },
        { "farlink pair accept --rep", "--replace" },
        { "farlink site --con", "--config" },
        { "farlink site --he", "--help" },
        { "farlink site --log-level de", "debug" },
        { "farlink site --log-format j", "journal" },
        { "farlink stat", "status" },
        { "farlink demo --mode r", "radiohead" },
        { "farlink completion z", "zsh" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Bash_BegunLine_IsCompleted(string line, string expected) =>
        Assert.Contains(expected, await BashAsync(line.Split(' ')));

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Zsh_BegunLine_IsCompleted(string line, string expected) =>
        Assert.Contains(expected, await ZshAsync(line.Split(' ')));

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Fish_BegunLine_IsCompleted(string line, string expected) =>
        Assert.Contains(expected, await FishAsync(line));

    [Fact]
    public async Task Bash_OptionOfAnotherCommand_IsNotOffered()
    {
        Assert.DoesNotContain("--replace", await BashAsync("farlink", "pair", "offer", "--"));
        Assert.DoesNotContain("man", await BashAsync("farlink", ""));
    }

    [Fact]
    public async Task Bash_ValueAfterAnEqualsSign_IsCompleted() =>
        Assert.Equal(["debug"], await BashAsync("farlink", "site", "--log-level", "=", "de"));

    [Fact]
    public async Task Bash_FileIsWanted_IsLeftToBash()
    {
        Assert.Empty(await BashAsync("farlink", "site", "-c", ""));
        Assert.Empty(await BashAsync("farlink", "pair", "accept", ""));
    }

    [Fact]
    public async Task Bash_EachCommand_OffersEachOfItsOptions()
    {
        foreach (var command in Root.All)
        {
            var offered = await BashAsync([.. command.Path.Split(' '), "--"]);
            foreach (var name in command.AllOptions.Select(option => option.Names[^1])) Assert.Contains(name, offered);
        }
    }

    private static string[] Words(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task<string[]> BashAsync(params string[] words)
    {
        const string ask = """
            source "$1" && shift
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            _farlink
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        var script = Written("farlink.bash", BashCompletion.Write(Root));
        return await AskAsync("bash", ["--norc", "-c", ask, "bash", script, .. words]);
    }

    /// <summary>
    /// Its completion system needs a terminal; what the script calls of it is replaced, and says what it was given.
    /// </summary>
    private async Task<string[]> ZshAsync(string[] words)
    {
        const string ask = """
            compdef() { :; }
            _describe() { print -rl -- ${${(@P)2}%%:*}; }
            compadd() { print -rl -- "${@:#--}"; }
            _files() { :; }
            source $1 && shift
            words=("$@") CURRENT=$#
            _farlink
            """;
        var script = Written("farlink.zsh", ZshCompletion.Write(Root));
        return await AskAsync("zsh", ["-f", "-c", ask, "zsh", script, .. words]);
    }

    private async Task<string[]> FishAsync(string line)
    {
        var script = Written("farlink.fish", FishCompletion.Write(Root));
        var offered = await AskAsync("fish", ["--no-config", "-c", "source $argv[1]; complete -C $argv[2]", script, line]);
        return [.. offered.Select(one => one.Split('\t')[0])];
    }

    private string Written(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<string[]> AskAsync(string shell, IEnumerable<string> arguments)
    {
        var (code, output) = await Tool.RunAsync(shell, arguments);
        Assert.True(code == 0, output);
        return Words(output);
    }
}
