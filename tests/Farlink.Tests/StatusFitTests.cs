using Farlink.Output;

namespace Farlink.Tests;

/// <summary>A state on a terminal that may be too low for it.</summary>
public sealed class StatusFitTests
{
    private static readonly StatusRow[] Rows =
    [
        new("base", "house"),
        new("radio", "works", StatusMood.Good),
        new("link 1", "barn: session up", StatusMood.Good),
        new("", "frames: 1 sent"),
        new("link 2", "shed: session up", StatusMood.Good),
        new("", "queue: 1 dead", StatusMood.Bad),
        new("upstream", "not connected", StatusMood.Bad),
        new("clock", "kept right"),
        new("warning", "look at this, and at this one too", StatusMood.Bad),
    ];

    [Fact]
    public void Of_TerminalIsHighEnough_ShowsAll() => Assert.Equal(Rows, StatusFit.Of(Rows, 80, 9));

    [Fact]
    public void Of_TerminalIsTooLow_ShowsItsHeadAndWhatIsWrongAndSaysHowManyAreHidden() => Assert.Equal(
        [
            "base house", "link 2 shed: session up", " queue: 1 dead", "upstream not connected",
            "warning look at this, and at this one too", " 4 more lines are hidden: the terminal is too low",
        ],
        Shown(80, 6));

    [Theory]
    [InlineData(6, false)]
    [InlineData(5, true)]
    [InlineData(2, true)]
    public void Of_SomethingWrongIsHidden_IsMarked(int height, bool isMarked)
    {
        var shown = StatusFit.Of(Rows, 80, height);
        Assert.Equal(Rows[0], shown[0]);
        Assert.Equal(isMarked ? StatusMood.Bad : StatusMood.Plain, shown[^1].Mood);
    }

    [Fact]
    public void Of_OneLineIsHidden_SaysSo() =>
        Assert.Equal(
            "1 more line is hidden: the terminal is too low",
            StatusFit.Of([new("base", "house"), new("radio", "works and works")], 20, 2)[^1].Text);

    [Fact]
    public void Of_RoomForSomeMore_ShowsWhatThingsAreBeforeTheirFigures()
    {
        var shown = Shown(80, 9 - 1);
        Assert.DoesNotContain(" frames: 1 sent", shown);
        Assert.Contains("base house", shown);
        Assert.Contains(" 2 more lines are hidden: the terminal is too low", shown);
    }

    [Theory]
    [InlineData(80, 9)]
    [InlineData(80, 1)]
    [InlineData(30, 9)]
    [InlineData(20, 6)]
    public void Of_AnyTerminal_TakesNoMoreLinesThanItHas(int width, int height)
    {
        var columns = width - "upstream".Length - 4;
        var shown = StatusFit.Of(Rows, width, height);
        Assert.InRange(shown.Where(row => Rows.Contains(row)).Sum(row => (row.Text.Length + columns - 1) / columns), 0, height);
    }

    private static string[] Shown(int width, int height) =>
        [.. StatusFit.Of(Rows, width, height).Select(row => $"{row.Label} {row.Text}")];
}
