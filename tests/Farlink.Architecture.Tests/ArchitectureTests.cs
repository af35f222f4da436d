namespace Farlink.Architecture.Tests;

/// <summary>The house as it stands keeps its rules.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void Projects_References_PointDownwardsOnly()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.True(projects.Length >= 7);
        Assert.Empty(
            projects.SelectMany(path => Rules.WrongReferences(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path))));
    }

    [Fact]
    public void Protocol_Sources_HaveNoClockNoIoNoRandomness() => Assert.Empty(
        Repository.Sources("src/Farlink.Protocol").SelectMany(
            path => Rules.ImpureNames(File.ReadAllText(path)).Select(name => $"{Repository.Relative(path)}: {name}")));

    /// <summary>
    /// Negative test 21: keys, nonces and jitter of a site or base come from the system's random source; no setting, and no
    /// code that runs there, can put a seeded one in its place.
    /// </summary>
    [Fact]
    public void Services_Sources_HaveNoSeededRandomness()
    {
        string[] commands =
            ["ServiceCommands", "LinkComposition", "Composition", "PairAirCommand", "RekeyCommand", "PairCommand"];
        var sources = Repository.Sources("src/Farlink.Runtime", "src/Farlink.Keys", "src/Farlink.Storage", "src/Farlink.Mqtt")
            .Concat(commands.Select(name => Path.Combine(Repository.Root, $"src/Farlink/Commands/{name}.cs"))).ToList();
        Assert.Contains(sources, path => path.EndsWith("SystemRandom.cs", StringComparison.Ordinal));
        Assert.Empty(sources.Where(path => Rules.HasSeededRandom(File.ReadAllText(path))).Select(Repository.Relative));
    }

    [Fact]
    public void Files_AllSources_AreShortEnough() => Assert.Empty(
        Repository.Sources("src", "tests", "fuzz", "bench")
            .Where(path => Rules.IsTooLong(File.ReadAllText(path)))
            .Select(Repository.Relative));

    [Fact]
    public void Methods_AllSources_AreShortEnough() => Assert.Empty(
        Repository.Sources("src", "tests", "fuzz", "bench").SelectMany(
            path => Rules.LongMethods(File.ReadAllText(path)).Select(found => $"{Repository.Relative(path)}: {found}")));

    [Fact]
    public void Lines_AllSources_AreNarrowEnough() => Assert.Empty(
        Repository.Sources("src", "tests", "fuzz", "bench").SelectMany(
            path => Rules.WideLines(File.ReadAllText(path)).Select(line => $"{Repository.Relative(path)}:{line}")));

    [Fact]
    public void LogEvents_AllSources_HaveIdsOfTheirOwn()
    {
        var ids = Repository.Sources("src").SelectMany(path => Rules.EventIds(File.ReadAllText(path))).ToList();
        Assert.True(ids.Count > 20);
        Assert.Empty(ids.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void Solution_Projects_AreAllInIt()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Farlink.slnx"));
        foreach (var folder in (string[])["src", "tests"])
            foreach (var path in Directory.GetFiles(
                Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
                Assert.Contains(Repository.Relative(path), solution, StringComparison.Ordinal);
    }
}
