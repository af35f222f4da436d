using System.Buffers;
using System.Text.Json;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Simulation.Planning;

namespace Farlink.Simulation.Tests.Planning;

/// <summary>Several runs: side by side, and the search for the largest value that holds.</summary>
public sealed class PlanTableTests
{
    private static readonly PlanRequest Small = new() { DistanceMetres = 1000, RatePerHour = 30, Hours = 1 };
    private static readonly Duration Minute = Duration.FromSeconds(60);

    [Fact]
    public void Sweep_TwoAxes_RunsEachPairInOrder()
    {
        var table = Planner.Sweep(
            Small with { DistanceMetres = 4000 }, [Parse("sf=7,12"), Parse("sites=1..3")], Minute);
        Assert.Equal(
            ["7 1", "7 2", "7 3", "12 1", "12 2", "12 3"], table.Rows.Select(row => string.Join(' ', row.Values)));
        Assert.All(table.Rows.Take(3), row => Assert.Equal((false, 0.0), (row.Verdict.Holds, row.Verdict.Delivered)));
        Assert.True(table.Rows[3].Verdict.Holds);
        Assert.True(table.IsComplete);
        Assert.Contains("sf SF12, sites 1", table.Advice[0], StringComparison.Ordinal);
        Assert.Equal("Varied: sf SF7, SF12; sites 1, 2, 3; what follows is of one of these runs", $"{table.Assumptions[0]}");
    }

    [Fact]
    public void Sweep_NothingHolds_SaysWhatTheBestLacks()
    {
        var table = Planner.Sweep(Small with { DistanceMetres = 50_000 }, [Parse("sf=7,8")], Minute);
        Assert.Contains("Nothing holds", Assert.Single(table.Advice), StringComparison.Ordinal);
        Assert.Contains("did not arrive", table.Advice[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_Cancelled_HasTheRunsSoFar()
    {
        using var source = new CancellationTokenSource();
        var table = Planner.Sweep(Small, [Parse("sites=1..5")], Minute, (_, _) => source.Cancel(), source.Token);
        Assert.Single(table.Rows);
        Assert.False(table.IsComplete);
    }

    /// <summary>The answer holds and the next step does not: both are run anew.</summary>
    [Theory]
    [InlineData(PlanAxis.Rate, 12)]
    [InlineData(PlanAxis.Sites, 9)]
    [InlineData(PlanAxis.Distance, 7)]
    public void Search_Answer_HoldsAndTheNextStepDoesNot(PlanAxis axis, int factor)
    {
        var request = Small with { SpreadingFactor = factor };
        var table = PlanSearch.Run(request, axis, Minute, PlanLimits.OfCommand);
        Assert.NotNull(table.Answer);
        Assert.NotNull(table.Next);
        var (answer, next) = (table.Answer.Values[0], PlanSearch.StepAfter(axis, table.Answer.Values[0]));
        Assert.Equal(next, table.Next.Values[0]);
        Assert.True(Planner.Run(PlanAxes.Apply(request, axis, answer), Minute).Verdict.Holds);
        Assert.False(Planner.Run(PlanAxes.Apply(request, axis, next), Minute).Verdict.Holds);
        Assert.Contains(PlanAxes.Text(axis, answer), table.Advice[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Search_Distance_EndsWhereTheFactorDoes()
    {
        var answer = PlanSearch.Run(Small, PlanAxis.Distance, Minute, PlanLimits.OfCommand).Answer;
        Assert.InRange(answer!.Values[0], 2000, 3000);
    }

    [Fact]
    public void Search_NothingHolds_SaysSo()
    {
        var table = PlanSearch.Run(Small with { DistanceMetres = 50_000 }, PlanAxis.Sites, Minute, PlanLimits.OfCommand);
        Assert.Null(table.Answer);
        Assert.Contains("Nothing holds, not even sites 1", table.Advice[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Search_AllHolds_StopsAtTheLimit()
    {
        var table = PlanSearch.Run(
            Small with { RatePerHour = 2 }, PlanAxis.Sites, PlanVerdict.UsualWithin, PlanLimits.OfPage);
        Assert.Equal(50, table.Answer!.Values[0]);
        Assert.Null(table.Next);
        Assert.Contains("All holds", table.Advice[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Table_HasRunsAnswerAndAssumptions()
    {
        var table = PlanSearch.Run(Small with { DistanceMetres = 50_000 }, PlanAxis.Sites, Minute, PlanLimits.OfCommand);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            PlanJson.WriteBody(json, table);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        var root = document.RootElement;
        Assert.Equal(JsonValueKind.Null, root.GetProperty("answer").ValueKind);
        Assert.Equal(1, root.GetProperty("runs")[0].GetProperty("sites").GetInt32());
        Assert.False(root.GetProperty("runs")[0].GetProperty("holds").GetBoolean());
        Assert.True(root.GetProperty("assumptions").GetArrayLength() > 10);
    }

    [Theory]
    [InlineData("sf=7..9", "sf SF7, SF8, SF9")]
    [InlineData("sites=1,5,10..12", "sites 1, 5, 10, 11, 12")]
    [InlineData("distance=500m,3km,4000", "distance 500 m, 3 km, 4 km")]
    [InlineData("rate=12/h,1/min,48/d,5", "rate 12/h, 60/h, 2/h, 5/h")]
    public void TryParse_Sweep_ReadsUnitsAndRanges(string text, string expected)
    {
        Assert.True(PlanSweep.TryParse(text, out var sweep, out var problem), problem);
        Assert.Equal(expected, sweep.ToString());
    }

    [Theory]
    [InlineData("moons=1", "names nothing that can be varied")]
    [InlineData("sf", "names nothing that can be varied")]
    [InlineData("sf=", "is no sf")]
    [InlineData("sf=9..7", "is no sf")]
    [InlineData("sites=1.5", "is no sites")]
    [InlineData("rate=1..3", "is no rate")]
    [InlineData("distance=3miles", "is no distance")]
    [InlineData("distance=-3km", "is no distance")]
    [InlineData("sites=1..2000000000", "at most 60")]
    [InlineData("sites=1,1", "a value twice")]
    [InlineData("sf=7\u001b[31m", "7\\x1B[31m")]
    public void TryParse_SweepThatIsWrong_SaysWhatAndWhatIsAllowed(string text, string part)
    {
        Assert.False(PlanSweep.TryParse(text, out _, out var problem));
        Assert.Contains(part, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("at most 60", "sites=1..10", "sf=6..12")]
    [InlineData("varied twice", "sites=1", "sites=2")]
    [InlineData("one or two", "sites=1", "sf=7", "rate=1/h")]
    [InlineData("--sf must be 5 to 12, not 13", "sf=12..13")]
    [InlineData("--sites must be 1 to 255, not 0", "sites=0,1")]
    public void Problem_OfSweeps_IsSaidBeforeAnythingRuns(string part, params string[] sweeps) => Assert.Contains(
        part, Planner.Problem(Small, [.. sweeps.Select(Parse)], PlanLimits.OfCommand), StringComparison.Ordinal);

    [Fact]
    public void Problem_OfASearchForAFactor_SaysWhatToDo() => Assert.Contains(
        "sf=7..12", PlanSearch.Problem(Small, PlanAxis.SpreadingFactor, PlanLimits.OfCommand), StringComparison.Ordinal);

    [Theory]
    [InlineData(1.9, "EU868", "--hours must be 2 or more to find the largest rate where airtime is limited, not 1.9")]
    [InlineData(2, "EU868", null)]
    [InlineData(1.9, "US915", null)]
    public void Problem_OfASearchThatTheFirstHourHides_IsItsLength(double hours, string region, string? part)
    {
        Assert.True(Regions.TryFind(region, out var found));
        var problem = PlanSearch.Problem(
            Small with { Hours = hours, Region = found }, PlanAxis.Rate, PlanLimits.OfCommand);
        if (part is null) Assert.Null(problem);
        else Assert.StartsWith(part, problem, StringComparison.Ordinal);
    }

    private static PlanSweep Parse(string text)
    {
        Assert.True(PlanSweep.TryParse(text, out var sweep, out var problem), problem);
        return sweep;
    }
}
