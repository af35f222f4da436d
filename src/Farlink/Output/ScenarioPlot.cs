using System.Globalization;
using System.Net;
using System.Text;
using Farlink.Protocol.Text;
using Farlink.Protocol.Units;
using Farlink.Simulation.Scenarios;

namespace Farlink.Output;

/// <summary>
/// A page that stands alone, without script: the map, every delivery by its latency, and the airtime of each host against
/// the limit.
/// </summary>
internal static class ScenarioPlot
{
    private const int Width = 960;
    private const int Height = 260;
    private const int Left = 70;
    private const int Bottom = 40;
    private const int MostLines = 24;

    public static string Draw(ScenarioReport report)
    {
        var page = new StringBuilder();
        var name = Text(report.Scenario.Name);
        page.Append(CultureInfo.InvariantCulture, $$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"/><title>{{name}}</title><style>
            body { font: 15px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: {{Width}}px; color: #222; background: #fff }
            svg { width: 100%; height: auto } text { font-size: 12px; fill: #444 } .axis { stroke: #999 } .grid { stroke: #eee }
            .dot { fill: #2266aa; fill-opacity: .45 } .line { fill: none; stroke: #2266aa; stroke-opacity: .5 }
            .base { fill: none; stroke: #c33; stroke-width: 2 } .limit { stroke: #c33; stroke-dasharray: 6 4 }
            td, th { padding: .15em 1em .15em 0; text-align: left }
            </style></head><body><h1>{{name}}</h1>

            """);
        Table(page, report);
        Latency(page, report);
        Airtime(page, report);
        Map(page, report);
        foreach (var violation in report.Violations)
            page.Append(CultureInfo.InvariantCulture, $"<p><b>Violation</b> {Text(violation)}</p>\n");
        page.Append("</body></html>\n");
        return page.ToString();
    }

    private static void Table(StringBuilder page, ScenarioReport report)
    {
        var messages = report.Messages;
        (string Name, string Value)[] rows =
        [
            ("length", $"{ScenarioText.Span(report.Scenario.Length)}, seed {report.Scenario.Seed}"),
            ("channel", $"{report.Scenario.Radio.Frequency} {report.Scenario.Radio.Modulation}, {report.Scenario.DutyCycle}"),
            ("messages", $"{messages.Accepted} accepted, {messages.Delivered} delivered, {messages.Ended} ended by policy, "
                + $"{messages.Waiting} still under way"),
            ("latency", $"median {ScenarioText.Span(report.Percentile(0.5))}, 95 % {ScenarioText.Span(report.Percentile(0.95))}, "
                + $"longest {ScenarioText.Span(report.Percentile(1))}"),
            ("violations", $"{report.Violations.Count}"),
        ];
        page.Append("<table>");
        foreach (var (name, value) in rows)
            page.Append(CultureInfo.InvariantCulture, $"<tr><th>{name}</th><td>{Text(value)}</td></tr>\n");
        page.Append("</table>\n");
    }

    private static void Latency(StringBuilder page, ScenarioReport report)
    {
        page.Append("<h2>Latency of deliveries, by when they were published</h2>\n");
        var hours = Hours(report);

        // Logarithmic: from 10 ms to ten days.
        double Y(Duration latency) => Scale(Math.Log10(Math.Clamp(latency.Seconds, 0.01, 864_000)), -2, 6);
        Open(page);
        foreach (var seconds in (double[])[0.01, 1, 60, 3600, 86_400])
        {
            var mark = Duration.FromSeconds(seconds);
            Grid(page, Y(mark), ScenarioText.Span(mark));
        }

        HourAxis(page, hours);
        foreach (var (at, latency) in report.Samples)
        {
            var x = X(at.Nanoseconds / 3.6e12, hours);
            var y = Y(latency);
            page.Append(CultureInfo.InvariantCulture, $"<circle class=\"dot\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"2\"/>\n");
        }

        page.Append("</svg>\n");
    }

    private static void Airtime(StringBuilder page, ScenarioReport report)
    {
        page.Append("<h2>Airtime an hour, red the base; dashed the limit</h2>\n");
        var hours = Hours(report);
        var perHour = 3600 / HostReport.Slice.Seconds;
        var slices = report.Hosts.SelectMany(host => host.PerSlice);
        var most = slices.Select(slice => slice.Seconds * perHour).DefaultIfEmpty(1).Max();
        var limit = report.Scenario.DutyCycle.IsLimited ? report.Scenario.DutyCycle.Budget.Seconds : 0;
        most = Math.Max(most, limit) * 1.05;
        Open(page);
        for (var i = 0; i <= 4; i++) Grid(page, Scale(most * i / 4, 0, most), $"{most * i / 4:0.#} s");
        HourAxis(page, hours);
        if (limit > 0)
        {
            var y = Scale(limit, 0, most);
            page.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"limit\" x1=\"{Left}\" x2=\"{Width}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>\n");
        }

        foreach (var (host, index) in report.Hosts.Take(MostLines).Select((host, index) => (host, index)).Reverse())
        {
            page.Append(CultureInfo.InvariantCulture, $"<polyline class=\"{(index == 0 ? "base" : "line")}\" points=\"");
            for (var i = 0; i < host.PerSlice.Count; i++)
            {
                var x = X((i + 0.5) * HostReport.Slice.Seconds / 3600, hours);
                page.Append(CultureInfo.InvariantCulture, $"{x:0.#},{Scale(host.PerSlice[i].Seconds * perHour, 0, most):0.#} ");
            }

            page.Append(CultureInfo.InvariantCulture, $"\"><title>{Text(host.Name)}</title></polyline>\n");
        }

        page.Append("</svg>\n");
    }

    private static void Map(StringBuilder page, ScenarioReport report)
    {
        page.Append("<h2>Map</h2>\n");
        var far = report.Hosts.Max(host => Math.Max(Math.Abs(host.Position.X), Math.Abs(host.Position.Y)));
        far = Math.Max(far, 10) * 1.15;
        page.Append(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"{-far:0} {-far:0} {2 * far:0} {2 * far:0}\" style=\"max-width:480px\">\n");
        foreach (var (host, index) in report.Hosts.Select((host, index) => (host, index)))
        {
            var size = far / (index == 0 ? 40 : 70);
            page.Append(
                CultureInfo.InvariantCulture,
                $"<circle class=\"{(index == 0 ? "base" : "dot")}\" cx=\"{host.Position.X:0.#}\" cy=\"{-host.Position.Y:0.#}\" "
                + $"r=\"{size:0.#}\" style=\"stroke-width:{far / 200:0.#}\"><title>{Text(host.Name)}</title></circle>\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"</svg>\n<p>{2 * far:0} m across</p>\n");
    }

    private static double Hours(ScenarioReport report) => Math.Max(report.Simulated.Seconds / 3600, 0.01);

    private static double X(double hour, double hours) => Left + (hour / hours * (Width - Left));

    private static double Scale(double value, double least, double most) =>
        Height - Bottom - ((value - least) / (most - least) * (Height - Bottom - 10));

    private static void Open(StringBuilder page) =>
        page.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width + 10} {Height}\">\n");

    private static void Grid(StringBuilder page, double y, string label) => page.Append(
        CultureInfo.InvariantCulture,
        $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>"
        + $"<text x=\"{Left - 8}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{label}</text>\n");

    private static void HourAxis(StringBuilder page, double hours)
    {
        var step = new[] { 0.1, 0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 168 }.First(step => hours / step <= 12 || step == 168);
        for (var hour = 0.0; hour <= hours; hour += step)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{X(hour, hours):0.#}\" y=\"{Height - 18}\" text-anchor=\"middle\">{hour:0.##} h</text>\n");
        }
    }

    private static string Text(string text) => WebUtility.HtmlEncode(Printable.Escape(text));
}
