using System.Globalization;
using System.Net;
using System.Text;
using Farlink.Protocol.Text;

namespace Farlink.Output.Report;

/// <summary>
/// Pieces of a report's page, which is HTML and well-formed XML at once. Every text from outside goes through here.
/// </summary>
internal static class Markup
{
    /// <summary>Figures have a point, whatever the machine's language.</summary>
    public static StringBuilder Add(this StringBuilder page, FormattableString markup) =>
        page.Append(markup.ToString(CultureInfo.InvariantCulture));

    /// <summary>A text as it is to be seen: nothing in it is markup.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(Printable.Escape(text));

    /// <summary>A table without headings: names and values.</summary>
    public static void Pairs(StringBuilder page, IEnumerable<(string Name, string Value)> rows)
    {
        page.Append("<table>\n");
        foreach (var (name, value) in rows)
            page.Add($"<tr><th scope=\"row\">{Text(name)}</th><td>{Text(value)}</td></tr>\n");
        page.Append("</table>\n");
    }

    /// <summary>A table; its first row is headings.</summary>
    public static void Table(StringBuilder page, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        page.Append("<table>\n<thead><tr>");
        foreach (var cell in rows[0]) page.Add($"<th scope=\"col\">{Text(cell)}</th>");
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows.Skip(1))
        {
            page.Append("<tr>");
            foreach (var cell in row) page.Add($"<td>{Text(cell)}</td>");
            page.Append("</tr>\n");
        }

        page.Append("</tbody></table>\n");
    }
}
