namespace Farlink.Architecture.Tests;

/// <summary>Each rule, broken on purpose, is seen to fire.</summary>
public sealed class RuleTests
{
    [Theory]
    [InlineData(
        "Farlink.Protocol", "<Project><ProjectReference Include=\"../Farlink.Radios/Farlink.Radios.csproj\" /></Project>")]
    [InlineData("Farlink.Mqtt", "<Project><ProjectReference Include=\"../Farlink.Keys/Farlink.Keys.csproj\" /></Project>")]
    [InlineData(
        "Farlink.Runtime", "<Project><ProjectReference Include=\"../Farlink.Simulation/Farlink.Simulation.csproj\" /></Project>")]
    [InlineData("Farlink.Protocol", "<Project><PackageReference Include=\"Tomlyn\" /></Project>")]
    [InlineData("Farlink.Runtime", "<Project><PackageReference Include=\"MQTTnet\" /></Project>")]
    [InlineData("Farlink.New", "<Project></Project>")]
    public void WrongReferences_WrongDirection_Fires(string project, string xml) =>
        Assert.Single(Rules.WrongReferences(project, xml));

    [Fact]
    public void WrongReferences_RightDirection_IsQuiet() => Assert.Empty(Rules.WrongReferences(
        "Farlink.Mqtt",
        "<Project><ProjectReference Include=\"../Farlink.Protocol/Farlink.Protocol.csproj\" />"
        + "<PackageReference Include=\"MQTTnet\" /></Project>"));

    [Theory]
    [InlineData("class C { long M() => System.DateTime.UtcNow.Ticks; }", "DateTime")]
    [InlineData("class C { void M() => System.IO.File.Delete(\"x\"); }", "File")]
    [InlineData("class C { int M() => new Random().Next(); }", "Random")]
    [InlineData("class C { async Task<int> M() => 1; }", "Task")]
    public void ImpureNames_ClockIoOrChance_Fires(string text, string name) => Assert.Contains(name, Rules.ImpureNames(text));

    [Theory]
    [InlineData("class C { object M() => new Random(1); }", true)]
    [InlineData("class C { private readonly Random _chance = new(7); }", true)]
    [InlineData("class C(System.Random chance);", true)]
    [InlineData("class C { object M() => RandomNumberGenerator.GetBytes(1); byte[] Random() => []; }", false)]
    public void HasSeededRandom_MadeOrKept_Fires(string text, bool expected) =>
        Assert.Equal(expected, Rules.HasSeededRandom(text));

    [Fact]
    public void ImpureNames_InAComment_IsQuiet() => Assert.Empty(Rules.ImpureNames("// DateTime\nclass C { }"));

    [Theory]
    [InlineData(500, false)]
    [InlineData(501, true)]
    public void IsTooLong_AtTheLimit_Fires(int lines, bool expected) =>
        Assert.Equal(expected, Rules.IsTooLong(string.Concat(Enumerable.Repeat("//\n", lines))));

    [Fact]
    public void WideLines_AtTheLimit_Fires() =>
        Assert.Equal([2], Rules.WideLines(new string('a', 130) + "\n" + new string('b', 131) + "\n"));

    [Theory]
    [InlineData(70, 0)]
    [InlineData(71, 1)]
    public void LongMethods_AtTheLimit_Fires(int lines, int found)
    {
        var body = string.Concat(Enumerable.Repeat("x();\n", lines - 2));
        Assert.Equal(found, Rules.LongMethods($"class C {{\nvoid M() {{\n{body}}}\n}}").Count());
    }

    [Fact]
    public void EventIds_BothForms_AreFound() => Assert.Equal(
        [7, 8], Rules.EventIds("[LoggerMessage(7, LogLevel.Debug, \"a\")] [LoggerMessage(EventId = 8, Level = LogLevel.Debug)]"));
}
