using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Farlink.Commands;
using Farlink.Doctor;
using Farlink.Host.Doctor;
using Farlink.Output;

namespace Farlink.Tests.Doctor;

/// <summary><c>farlink doctor</c>: what it prints, and its exit status.</summary>
public sealed class DoctorCommandTests(PkiFixture pki) : IClassFixture<PkiFixture>
{
    [Fact]
    public async Task Examine_NothingFailed_EndsWithZero()
    {
        var (code, output) = await RunAsync("link.keys,link.routes", asJson: false, _ => { });
        Assert.Equal(0, code);
        Assert.Contains("ok    link.routes        /esp8266 (up)\n", output, StringComparison.Ordinal);
        Assert.EndsWith("\n2 ok, 0 warned of, 0 failed, 0 skipped\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', output);
    }

    [Fact]
    public async Task Examine_SomethingFailed_EndsWithOneAndShowsTheCure()
    {
        var (code, output) = await RunAsync("link", asJson: false, bench => File.Delete(bench["link.key"]));
        Assert.Equal(1, code);
        Assert.Contains("fail  link.keys", output, StringComparison.Ordinal);
        Assert.Contains("cure: farlink key new ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examine_OnlyWarned_EndsWithZero()
    {
        var (code, output) = await RunAsync(
            "disk.store", asJson: false, bench => File.WriteAllText(bench["farlink.db.damaged-1"], "x"));
        Assert.Equal(0, code);
        Assert.Contains("warn  disk.store", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examine_Json_IsAnArrayOfAllFields()
    {
        var (_, output) = await RunAsync("link.routes,cert.ca", asJson: true, _ => { });
        var array = JsonDocument.Parse(output).RootElement;
        Assert.Equal(["cert.ca", "link.routes"], array.EnumerateArray().Select(one => one.GetProperty("id").GetString()));
        Assert.Equal(
            ["id", "title", "verdict", "saw", "cure"], array[1].EnumerateObject().Select(property => property.Name));
        Assert.Equal("ok", array[1].GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Examine_OnATerminal_ShowsWhatRunsAndColours()
    {
        var (_, output) = await RunAsync("link.routes", asJson: false, _ => { }, isTerminal: true);
        const string expected = "\x1b[2m..    link.routes\x1b[0m\r\x1b[K\x1b[32mok   \x1b[0m link.routes";
        Assert.StartsWith(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_Interrupted_SaysSoAndEndsAsAnInterruptedCommand()
    {
        await using var bench = new DoctorBench(pki);
        using var stop = new CancellationTokenSource();
        using var error = new StringWriter();
        var context = bench.Context();
        var check = new Check("a.b", "t", "l", "r", async (_, cancellationToken) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return Finding.Ok("never");
        });

        var code = await DoctorCommand.UntilInterruptedAsync(
            token => DoctorCommand.ExamineAsync(context, [check], asJson: false, TextWriter.Null, isTerminal: false, token),
            error, stop.Token);

        Assert.Equal(130, code);
        Assert.Contains("interrupted", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>At the end of <c>farlink init</c>: what comes after it is not scrolled away.</summary>
    [Theory]
    [InlineData(false, "warn  b.b                odd\n                         cure: c\nfail  c.c                bad\n")]
    [InlineData(true, "\x1b[31mfail \x1b[0m c.c                bad\n")]
    public void Report_Brief_TellsOnlyWhatIsNotGoodAndTheNumbers(bool isTerminal, string expected)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var report = new DoctorReport(output, isTerminal, isBrief: true);
        IReadOnlyList<Examined> all =
        [
            Found("a.a", Finding.Ok("good")), Found("b.b", Finding.Warn("odd", "c")), Found("c.c", Finding.Fail("bad", "")),
            Found("d.d", Finding.Skip("no")),
        ];
        foreach (var one in all)
        {
            report.Start(one.Check);
            report.End(one);
        }

        report.Sum(all);
        var text = output.ToString();
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("good", text, StringComparison.Ordinal);
        Assert.EndsWith("\n1 ok, 1 warned of, 1 failed, 1 skipped\n", text, StringComparison.Ordinal);
        Assert.Equal(isTerminal ? 4 : 0, text.Split("\r\x1b[K").Length - 1);
    }

    [Fact]
    public async Task Examine_TextFromOutside_IsEscaped()
    {
        await using var bench = new DoctorBench(pki);
        using var output = new StringWriter { NewLine = "\n" };
        var check = Check.Of("a.b", "t", "l", "r", _ => Finding.Fail("\x1b[31mred", "one\nok    a.c  forged"));
        await DoctorCommand.ExamineAsync(bench.Context(), [check], asJson: false, output, isTerminal: false, default);
        Assert.DoesNotContain('\x1b', output.ToString());
        Assert.DoesNotContain("\nok", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("radio")]
    [InlineData("radio.chip,wifi")]
    public void Only_IdsAndAreas_AreFound(string only)
    {
        Assert.NotEmpty(DoctorRegistry.Find(only, out var unknown));
        Assert.Equal("", unknown);
    }

    [Theory]
    [InlineData("wires", "Areas: config, os, spi")]
    [InlineData("radio,radio.none", "Checks of radio: radio.reach, radio.chip")]
    [InlineData("", "Areas: config, os, spi")]
    [InlineData(",", "Areas: config, os, spi")]
    public async Task Only_Unknown_IsWrongUsageThatNamesWhatThereIs(string only, string expected)
    {
        var wrong = await Assert.ThrowsAsync<UsageException>(() => InvokeAsync("--only", only));
        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_NamedAndMissing_IsWrongUsage() =>
        Assert.Equal(ExitCodes.Usage, await InvokeAsync("-c", "/nowhere/farlink.toml", "--only", "config"));

    [Fact]
    public async Task Examine_CureOfSeveralCommands_HasALineForEach()
    {
        await using var bench = new DoctorBench(pki);
        using var output = new StringWriter { NewLine = "\n" };
        var check = Check.Of("a.b", "t", "l", "r", _ => Finding.Fail("broken", "one\ntwo"));
        await DoctorCommand.ExamineAsync(bench.Context(), [check], asJson: false, output, isTerminal: false, default);
        const string margin = "                         ";
        Assert.StartsWith(
            $"fail  a.b                broken\n{margin}cure: one\n{margin}      two\n", output.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Registry_Order_GoesFromTheHostToTheOtherBroker()
    {
        var areas = DoctorRegistry.All.Select(check => check.Area).ToList();
        Assert.Equal("config", areas[0]);
        Assert.Equal("upstream", areas[^1]);
        Assert.Equal(areas.Distinct().Count(), areas.Zip(areas.Skip(1)).Count(pair => pair.First != pair.Second) + 1);
    }

    /// <summary>The table of the documentation is the registry.</summary>
    [Fact]
    public void Documentation_Table_IsTheRegistry()
    {
        var lines = File.ReadAllLines(Path.Combine(Root(), "docs", "doctor.md"));
        Assert.Equal(DoctorTable.Lines(), lines.Where(line => line.StartsWith('|')));
    }

    private static Examined Found(string id, Finding finding) => new(Check.Of(id, "t", "l", "r", _ => finding), finding);

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    private static async Task<int> InvokeAsync(params string[] arguments) =>
        await DoctorCommand.Create().Parse(arguments).InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false });

    private async Task<(int Code, string Output)> RunAsync(
        string only, bool asJson, Action<DoctorBench> broken, bool isTerminal = false)
    {
        await using var bench = new DoctorBench(pki);
        broken(bench);
        using var output = new StringWriter { NewLine = "\n" };
        var checks = DoctorRegistry.Find(only, out _);
        var code = await DoctorCommand.ExamineAsync(bench.Context(), checks, asJson, output, isTerminal, default);
        return (code, output.ToString());
    }
}
