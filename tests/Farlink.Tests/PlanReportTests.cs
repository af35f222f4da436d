using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Farlink.Output;
using Farlink.Output.Report;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Simulation.Planning;
using Farlink.Simulation.Scenarios;

namespace Farlink.Tests;

/// <summary>What <c>farlink sim run</c> shows of plans: on a terminal, and as a page.</summary>
public sealed partial class PlanReportTests
{
    private const string Hostile = "<script>alert(1)</script> & \"[red]\" <img src='https://evil.example/x'/>";
    private static readonly PlanRequest Small = new() { Name = Hostile, Sites = 3, RatePerHour = 60, Hours = 1 };
    private static readonly Duration Minute = Duration.FromSeconds(60);

    [Fact]
    public void Draw_OneRun_IsAWellFormedPageWithEachPicture()
    {
        var page = ReportPage.Draw(Renamed());
        var document = Parsed(page);
        Assert.Equal(8, document.Descendants("svg").Count());
        Assert.Equal(
            [
                "Not delivered, by site", "How long messages take", "Latency by when a message was published",
                "Airtime in the fullest hour", "Airtime over the run", "Collisions by site", "Collisions over the run", "Map",
            ],
            document.Descendants("figure").Select(figure => figure.Element("h2")!.Value));
        Assert.Equal(4, document.Descendants("svg").Last().Descendants("circle").Count());
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.Contains("@media print", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_HostileNames_AreTextAndNothingIsFetched()
    {
        foreach (var page in (string[])[ReportPage.Draw(Renamed()), ReportPage.Draw(Table(), Hostile)])
        {
            var document = Parsed(page);
            Assert.Empty(document.Descendants("script"));
            Assert.Empty(document.Descendants("img"));
            Assert.Equal(Hostile, document.Descendants("h1").Single().Value);
            var attributes = document.Descendants().Attributes().ToList();
            Assert.DoesNotContain(attributes, one => one.Name.LocalName is "href" or "src" or "action" or "data" or "srcset");
            Assert.DoesNotContain(attributes, one => one.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
            Assert.DoesNotContain(attributes, one => Fetch().IsMatch(one.Value));
            Assert.DoesNotMatch(Fetch(), document.Descendants("style").Single().Value);
            Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("background: url(x)")]
    [InlineData("@import 'x'")]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example/x")]
    public void Fetch_WhatABrowserWouldLoad_IsFound(string text) => Assert.Matches(Fetch(), text);

    [Fact]
    public void Draw_OneRun_ShowsEachAssumption()
    {
        var result = Renamed();
        var text = string.Join('\n', Parsed(ReportPage.Draw(result)).Descendants("tr").Select(row => row.Value));
        Assert.True(result.Assumptions.Count > 10);
        Assert.All(
            result.Assumptions, one => Assert.Contains(one.Subject + one.Text, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Draw_Table_HasARowForEachRun()
    {
        var table = Table();
        var document = Parsed(ReportPage.Draw(table, "factors"));
        Assert.Equal(table.Rows.Count, document.Descendants("tbody").First().Elements("tr").Count());
        Assert.Equal(4, document.Descendants("svg").Count());
        Assert.Contains(table.Advice[0], document.Descendants("p").Select(one => one.Value));
    }

    [Fact]
    public void Draw_NothingArrived_IsAPageAllTheSame()
    {
        var result = Planner.Run(Small with { DistanceMetres = 50_000 });
        var page = ReportPage.Draw(result);
        Assert.Contains("does not hold", page, StringComparison.Ordinal);
        Assert.Contains("99 % within -", page, StringComparison.Ordinal);
        Assert.Contains("less than 99 % arrived", PlanText.Of(result), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    /// <summary>A curve up to the top would say that all messages arrived.</summary>
    [Fact]
    public void Draw_HalfArrived_EndsTheCurveThere()
    {
        var result = Planner.Run(Small with { Sites = 1 });
        var messages = result.Report.Messages with { Offered = result.Report.Messages.Offered + result.Report.Messages.Wanted };
        var page = ReportPage.Draw(result with { Report = result.Report with { Messages = messages } });
        var curve = Parsed(page).Descendants("polyline").Single(line => line.Attribute("class")!.Value == "curve");
        var last = curve.Attribute("points")!.Value.Trim().Split(' ')[^1].Split(',')[1];
        Assert.Equal(Chart.Y(0.5), double.Parse(last, CultureInfo.InvariantCulture), 1.0);
    }

    [Fact]
    public void Of_OneRun_SaysVerdictAndEachAssumption()
    {
        var result = Planner.Run(Small with { Name = "plan" });
        var text = PlanText.Of(result);
        Assert.StartsWith("verdict    holds: everything arrived", text, StringComparison.Ordinal);
        Assert.All(result.Assumptions, one => Assert.Contains($" {one}\n", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_Table_HasColumnsUnderEachOtherAndAdvice()
    {
        var lines = PlanText.Of(Table()).Split('\n');
        var column = lines[0].IndexOf("delivered", StringComparison.Ordinal);
        Assert.StartsWith("sf ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("SF7", lines[1], StringComparison.Ordinal);
        Assert.Equal("0 %", lines[1].Substring(column, 3));
        Assert.Equal("100 %", lines[2].Substring(column, 5));
        Assert.Contains("no: ", lines[1], StringComparison.Ordinal);
        Assert.Equal(
            ["0 %", "-", "-", "-"],
            lines[1][column..].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(4));
        Assert.EndsWith("yes", lines[2], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("advice     1 of 2 hold: sf SF12", StringComparison.Ordinal));
    }

    /// <summary>US915 has no limit for a share of the hour.</summary>
    [Theory]
    [InlineData("EU868", true)]
    [InlineData("US915", false)]
    public void Airtime_WithAndWithoutALimit_SaysOfWhatItIsAShare(string name, bool isLimited)
    {
        Assert.True(Regions.TryFind(name, out var region));
        var plan = Small with { Sites = 1, DistanceMetres = 300, Region = region };
        Assert.True(PlanSweep.TryParse("sites=1,2", out var sweep, out _));
        var (run, table) = (Planner.Run(plan), Planner.Sweep(plan, [sweep], Minute));
        string[] texts = [PlanText.Of(run), PlanText.Of(table), ReportPage.Draw(run), ReportPage.Draw(table, "sites")];
        Assert.All(texts, text => Assert.Equal(isLimited, text.Contains("of what is allowed", StringComparison.Ordinal)));
        Assert.All(
            texts, text => Assert.NotEqual(isLimited, text.Contains("of the hour; there is no limit", StringComparison.Ordinal)));
        var picture = Parsed(texts[3]).Descendants("figure").Single(figure => figure.Element("h2")!.Value == "Airtime");
        Assert.Equal(isLimited, picture.Descendants("line").Any(line => line.Attribute("class")!.Value == "limit"));
    }

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0.9999, "99.9 %")]
    [InlineData(1, "100 %")]
    public void Delivered_OneIsMissing_IsNotAHundredPercent(double share, string expected) =>
        Assert.Equal(expected, PlanText.Delivered(share));

    private static PlanTable Table()
    {
        Assert.True(PlanSweep.TryParse("sf=7,12", out var sweep, out _));
        return Planner.Sweep(Small with { Sites = 1, DistanceMetres = 4000 }, [sweep], Minute);
    }

    /// <summary>As of a scenario file: names of hosts are what somebody wrote.</summary>
    private static PlanResult Renamed()
    {
        var scenario = PlanScenario.Build(Small);
        var first = scenario.Sites[0] with { Name = Hostile };
        using var run = new ScenarioRun(scenario with { Sites = [first, .. scenario.Sites.Skip(1)] });
        var report = run.Run();
        return new PlanResult(report, PlanVerdict.Of(report, Minute), Assumptions.Of(report.Scenario));
    }

    private static XDocument Parsed(string page) =>
        XDocument.Parse(page.Replace("<!doctype html>", "", StringComparison.Ordinal));

    /// <summary>What makes a browser ask somebody for something, where it stands in an attribute or a style.</summary>
    [GeneratedRegex("^[a-z]*:?//|https?:|url\\(|@import|javascript:")]
    private static partial Regex Fetch();
}
