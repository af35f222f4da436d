using Farlink.Configuration;
using Farlink.Protocol.Units;
using Farlink.Simulation.Scenarios;

namespace Farlink.Tests;

public sealed class ScenarioTests : IDisposable
{
    private const string Two = """
        name = "two"
        length = "2h"
        [[site]]
        name = "a"
        x = 300
        [[site.traffic]]
        every = "30s"
        [[site.traffic]]
        topic = "down"
        direction = "down"
        every = "5m"
        payload = "{n}"
        """;

    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<string> Samples { get; } =
        [.. Directory.GetFiles(Path.Combine(Root(), "samples"), "*.toml").Select(path => Path.GetFileName(path))];

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Samples))]
    public void Run_Sample_DeliversAndBreaksNoRule(string sample)
    {
        var (scenario, problems) = ScenarioLoader.Load(Path.Combine(Root(), "samples", sample));
        Assert.Empty(problems);
        using var run = new ScenarioRun(scenario! with { Length = Duration.FromSeconds(1800) });
        var report = run.Run();
        Assert.Empty(report.Violations);
        Assert.True(report.Messages.Delivered > 0);
        Assert.Equal(0, report.Messages.Waiting);
    }

    [Fact]
    public void Run_SameSeed_IsTheSameToTheLastFrame()
    {
        Assert.Equal(Print(Run(Two)), Print(Run(Two)));
        Assert.NotEqual(Print(Run(Two)), Print(Run("seed = 2\n" + Two)));
    }

    [Theory]
    [InlineData("power", "a")]
    [InlineData("power", "base")]
    [InlineData("broker", "base")]
    [InlineData("jam", "a")]
    [InlineData("wipe", "a")]
    [InlineData("wipe", "base")]
    [InlineData("rollback", "a")]
    [InlineData("rollback", "base")]
    [InlineData("clock", "a")]
    public void Run_Fault_RecoversAndDelivers(string kind, string host)
    {
        var report = Run($"{Two}\n[[fault]]\nkind = \"{kind}\"\nhost = \"{host}\"\nat = \"40m\"\nfor = \"10m\"\n");
        Assert.Empty(report.Violations);

        // A lost disk takes with it what only it had; everything published after the fault arrives.
        Assert.InRange(report.Messages.Delivered, kind is "wipe" or "rollback" ? 200 : 220, 300);
        Assert.Equal(0, report.Messages.Waiting);
        Assert.True(report.IsComplete);
    }

    [Fact]
    public void Run_OutOfRange_KeepsWaitingAndIsNotCalledLost()
    {
        var far = Two.Replace("x = 300", "x = 30000", StringComparison.Ordinal);
        var report = Run(far.Replace("2h", "10m", StringComparison.Ordinal));
        Assert.Empty(report.Violations);
        Assert.Equal(0, report.Messages.Delivered);
        Assert.True(report.Messages.Waiting > 10);
    }

    [Theory]
    [InlineData("[[site]]\nname = \"a/b\"", "name", "without + # /")]
    [InlineData("[[site]]\nname = \"base\"", "site", "a name of its own")]
    [InlineData("[[site]]\n[[site]]", "site", "a name of its own")]
    [InlineData("[[site]]\ncount = 200\n[[site]]\nname = \"b\"\ncount = 100", "site", "1 to 255")]
    [InlineData("", "site", "1 to 255")]
    [InlineData("[[site]]\n[[site.traffic]]\npayload = \"x\"", "payload", "{n} counts")]
    [InlineData("[[site]]\n[[site.traffic]]\ntopic = \"a/#\"", "topic", "without wildcards")]
    [InlineData("[[site]]\n[[fault]]\nhost = \"nobody\"", "host", "the name of a site")]
    [InlineData("[[site]]\n[[hostile]]\nkind = \"friendly\"", "kind", "\"replay\"")]
    [InlineData("[[site]]\n[[site.traffic]]\n[[site.traffic]]", "traffic", "another topic or payload")]
    [InlineData("[[site]]\n[radio]\nfrequency_mhz = 868.0", "frequency_mhz", "one sub-band")]
    [InlineData("[[site]]\n[[site.traffic]]\noctets = 9000", "octets", "16 to 8000")]
    [InlineData("[[site]]\n[channel]\nlos = 0.1", "los", "did you mean loss")]
    public void Load_Wrong_SaysWhereAndWhatIsAllowed(string text, string key, string part)
    {
        File.WriteAllText(_path, text);
        var (scenario, problems) = ScenarioLoader.Load(_path);
        Assert.Null(scenario);
        Assert.Contains(problems, problem => problem.ToString().Contains(key, StringComparison.Ordinal)
            && problem.ToString().Contains(part, StringComparison.Ordinal));
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    private static string Print(ScenarioReport report) => string.Join(
        '\n',
        report.Hosts.Select(host => $"{host.Name} {host.Frames} {host.AirtimePerHour.Nanoseconds}")
            .Concat(report.Latencies.Select(latency => $"{latency.Nanoseconds}")));

    private ScenarioReport Run(string text)
    {
        File.WriteAllText(_path, text);
        var (scenario, problems) = ScenarioLoader.Load(_path);
        Assert.Empty(problems);
        using var run = new ScenarioRun(scenario!);
        return run.Run();
    }
}
