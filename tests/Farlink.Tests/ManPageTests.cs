using System.CommandLine;
using Farlink.Commands;
using Farlink.Output;

namespace Farlink.Tests;

/// <summary>The manual page, beside the commands it is of, and as groff reads it.</summary>
public sealed class ManPageTests
{
    private const int FewestCommands = 30;
    private static readonly CommandOutline Root = CommandOutline.Of(FarlinkProgram.Root());

    [Fact]
    public void Page_EachCommand_IsThereWithEachOfItsOptions()
    {
        var page = ManPage.Write(Root, "1.2.3").Replace("\\-", "-", StringComparison.Ordinal);
        var commands = Shown(FarlinkProgram.Root(), "farlink").ToList();
        Assert.True(commands.Count >= FewestCommands, $"{commands.Count} commands");
        foreach (var (path, command) in commands)
        {
            var begin = page.IndexOf($"\n.SS {path}\n", StringComparison.Ordinal);
            if (begin < 0) begin = page.IndexOf($"\n.SS {path} ", StringComparison.Ordinal);
            Assert.True(begin >= 0, $"{path} is not in the manual");
            var end = page.IndexOf("\n.S", begin + 1, StringComparison.Ordinal);
            foreach (var option in command.Options.Where(option => !option.Hidden))
                Assert.Contains($"\\fB{option.Name}\\fR", page[begin..end], StringComparison.Ordinal);
            foreach (var argument in command.Arguments)
                Assert.Contains($"\\fI{argument.Name}\\fR", page[begin..end], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Page_HiddenCommand_IsNotThere() =>
        Assert.DoesNotContain(".SS farlink man\n", ManPage.Write(Root, "1.2.3"), StringComparison.Ordinal);

    [Theory]
    [InlineData(BackupPassphrase.Variable)]
    [InlineData(Passphrase.Variable)]
    [InlineData("FARLINK_MQTT_PASSWORD")]
    public void Page_VariableThatIsRead_IsThere(string variable) =>
        Assert.Contains($".B {variable}\n", ManPage.Write(Root, "1.2.3"), StringComparison.Ordinal);

    [Fact]
    public async Task Page_AsGroffReadsIt_HasNoWarning()
    {
        var (code, output) = await Tool.RunAsync("groff", ["-man", "-Tutf8", "-ww", "-z"], ManPage.Write(Root, "1.2.3"));
        Assert.Equal((0, ""), (code, output));
    }

    [Fact]
    public async Task Groff_PageWithAMistake_Warns()
    {
        var page = ManPage.Write(Root, "1.2.3") + ".NOSUCHMACRO\n";
        var (_, output) = await Tool.RunAsync("groff", ["-man", "-Tutf8", "-ww", "-z"], page);
        Assert.Contains("NOSUCHMACRO", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".so begins a request")]
    [InlineData("'so begins one too")]
    [InlineData("a \\fBbackslash, a \"quote\", a `tick', a ^ and a ~")]
    [InlineData("--option with two minuses")]
    public async Task Description_WithWhatGroffTakesForItsOwn_IsShownAsItIs(string description)
    {
        var root = new CommandOutline("farlink", description, [], [], [], []);
        var (code, output) = await Tool.RunAsync("groff", ["-man", "-Tascii", "-P-c"], ManPage.Write(root, "1.2.3"));
        Assert.Equal(0, code);
        Assert.Contains($"       {description}\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Option_DefaultAndValues_AreSaid()
    {
        var page = ManPage.Write(Root, "1.2.3").Replace("\\-", "-", StringComparison.Ordinal);
        Assert.Contains(
            "\n\\fB-c\\fR, \\fB--config\\fR \\fICONFIG\\fR\n\\&Configuration file (default farlink.toml here, else the one in "
            + "/etc/farlink).\n",
            page,
            StringComparison.Ordinal);
        Assert.Contains("One of farlink, radiohead. Default: farlink.", page, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Path, Command Command)> Shown(Command command, string path)
    {
        foreach (var child in command.Subcommands.Where(child => !child.Hidden))
        {
            yield return ($"{path} {child.Name}", child);
            foreach (var below in Shown(child, $"{path} {child.Name}")) yield return below;
        }
    }
}
