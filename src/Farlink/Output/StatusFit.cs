using Farlink.Protocol.Text;

namespace Farlink.Output;

/// <summary>
/// Fits a state to a terminal: where not all lines have room, the first and those that matter most are shown, and how many are
/// not.
/// </summary>
internal static class StatusFit
{
    /// <summary>Between the labels and what is said, and what a terminal may keep for itself.</summary>
    private const int Margin = 4;

    /// <summary>Rows for a terminal.</summary>
    /// <param name="rows">All of them.</param>
    /// <param name="width">Columns; longer rows are wrapped.</param>
    /// <param name="height">Lines for them.</param>
    public static IReadOnlyList<StatusRow> Of(IReadOnlyList<StatusRow> rows, int width, int height)
    {
        if (rows.Count == 0) return rows;
        var columns = Math.Max(1, width - rows.Max(row => row.Label.Length) - Margin);
        var lines = rows.Select(row => Lines(row.Text, columns)).ToArray();
        if (lines.Sum() <= height) return rows;
        var left = height - 1;
        HashSet<int> shown = [];
        foreach (var index in Enumerable.Range(0, rows.Count).OrderBy(index => Rank(rows, index)))
        {
            if (lines[index] > left) continue;
            left -= lines[index];
            shown.Add(index);
        }

        var isBadHidden = rows.Where((row, index) => row.Mood == StatusMood.Bad && !shown.Contains(index)).Any();
        var words = Counted.Of(rows.Count - shown.Count, "more line is hidden", "more lines are hidden");
        var hidden = new StatusRow(
            "", $"{words}: the terminal is too low", isBadHidden ? StatusMood.Bad : StatusMood.Plain);
        return [.. rows.Where((_, index) => shown.Contains(index)), hidden];
    }

    /// <summary>
    /// Whose state it is comes first, then what is wrong, then what each thing is, then its figures.
    /// </summary>
    private static int Rank(IReadOnlyList<StatusRow> rows, int index)
    {
        if (index == 0) return -1;
        if (rows[index].Mood == StatusMood.Bad) return 0;
        if (rows[index].Label.Length == 0) return 2;

        // Of whom a bad figure is, its first line says.
        for (var next = index + 1; next < rows.Count && rows[next].Label.Length == 0; next++)
            if (rows[next].Mood == StatusMood.Bad) return 0;
        return 1;
    }

    /// <summary>How many lines a text takes, broken between words.</summary>
    private static int Lines(string text, int columns)
    {
        var (lines, column) = (1, 0);
        foreach (var word in text.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > columns) (lines, column) = (lines + 1, 0);
            column += word.Length + (column > 0 ? 1 : 0);
            if (column <= columns) continue;
            lines += (column - 1) / columns;
            column = ((column - 1) % columns) + 1;
        }

        return lines;
    }
}
