using System.Text;

namespace Farlink.Output.Report;

/// <summary>A picture with two axes, each from 0 to 1.</summary>
internal sealed class Chart
{
    private const int Width = 960;
    private const int Height = 250;
    private const int Left = 84;
    private const int Right = 16;
    private const int Top = 12;
    private const int Bottom = 34;
    private readonly StringBuilder _page;

    private Chart(StringBuilder page) => _page = page;

    /// <summary>Where the axis of values stands at 0.</summary>
    public static double Ground => Y(0);

    /// <summary>Begins one.</summary>
    /// <param name="page">The page.</param>
    /// <param name="title">What is to be seen.</param>
    /// <param name="note">How to read it.</param>
    public static Chart Open(StringBuilder page, string title, string note)
    {
        page.Add($"<figure>\n<h2>{Markup.Text(title)}</h2>\n<figcaption>{Markup.Text(note)}</figcaption>\n");
        page.Add($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Markup.Text(title)}\">\n");
        return new Chart(page);
    }

    /// <summary>Place from the left.</summary>
    public static double X(double share) => Left + (Math.Clamp(share, 0, 1) * (Width - Left - Right));

    /// <summary>Place from above.</summary>
    public static double Y(double share) => Height - Bottom - (Math.Clamp(share, 0, 1) * (Height - Bottom - Top));

    /// <summary>A line across, with its value.</summary>
    public void Row(double share, string label) => _page.Add(
        $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(share):0.#}\" y2=\"{Y(share):0.#}\"/>")
        .Add($"<text x=\"{Left - 8}\" y=\"{Y(share) + 4:0.#}\" text-anchor=\"end\">{Markup.Text(label)}</text>\n");

    /// <summary>A mark below.</summary>
    public void Column(double share, string label) => _page.Add(
        $"<text x=\"{X(share):0.#}\" y=\"{Height - 12}\" text-anchor=\"middle\">{Markup.Text(label)}</text>\n");

    /// <summary>What must not be exceeded, across.</summary>
    public void Limit(double share) => _page.Add(
        $"<line class=\"limit\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(share):0.#}\" y2=\"{Y(share):0.#}\"/>\n");

    /// <summary>What must not be exceeded, upright.</summary>
    public void LimitColumn(double share) => _page.Add(
        $"<line class=\"limit\" x1=\"{X(share):0.#}\" x2=\"{X(share):0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>\n");

    /// <summary>A dot.</summary>
    public void Dot(double x, double y) =>
        _page.Add($"<circle class=\"dot\" cx=\"{X(x):0.#}\" cy=\"{Y(y):0.#}\" r=\"2\"/>\n");

    /// <summary>A bar from the ground.</summary>
    /// <param name="from">Its left edge.</param>
    /// <param name="to">Its right edge.</param>
    /// <param name="height">Its height.</param>
    /// <param name="title">What it stands for.</param>
    public void Bar(double from, double to, double height, string title) => _page.Add(
        $"<rect class=\"bar\" x=\"{X(from):0.##}\" y=\"{Y(height):0.##}\" width=\"{X(to) - X(from):0.##}\" ")
        .Add($"height=\"{Ground - Y(height):0.##}\"><title>{Markup.Text(title)}</title></rect>\n");

    /// <summary>A line through points.</summary>
    public void Line(string kind, string title, IEnumerable<(double X, double Y)> points)
    {
        _page.Add($"<polyline class=\"{kind}\" points=\"");
        foreach (var (x, y) in points) _page.Add($"{X(x):0.#},{Y(y):0.#} ");
        _page.Add($"\"><title>{Markup.Text(title)}</title></polyline>\n");
    }

    /// <summary>Ends it.</summary>
    public void Close() => _page.Append("</svg>\n</figure>\n");
}
