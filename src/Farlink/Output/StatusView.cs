using Spectre.Console;
using Spectre.Console.Rendering;

namespace Farlink.Output;

/// <summary>A state on a terminal: the lines of <see cref="StatusText"/> with colour. Text is text, never markup.</summary>
internal static class StatusView
{
    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Bad = new(Color.Red);

    /// <summary>The rows, and a line below them.</summary>
    public static IRenderable Of(IEnumerable<StatusRow> rows, string footer)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var row in rows)
        {
            var style = row.Mood switch { StatusMood.Good => Good, StatusMood.Bad => Bad, _ => Style.Plain };
            grid.AddRow(new Text(row.Label, Dim), new Text(row.Text, style));
        }

        return new Rows(grid, new Text(footer, Dim));
    }
}
