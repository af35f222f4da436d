using System.Text;
using Farlink.Simulation.Planning;
using Farlink.Simulation.Scenarios;

namespace Farlink.Output.Report;

/// <summary>
/// What came of a run, or of several, as a page that stands alone: no script, no request, light and dark, and fit to be printed.
/// </summary>
internal static class ReportPage
{
    private const int MostViolations = 50;

    /// <summary>No request can leave the page, whatever were in it.</summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    private const string Style = """
        :root { color-scheme: light dark; --text: #1c1c1c; --soft: #555; --back: #fff; --grid: #e4e4e4; --mark: #2166ac;
          --limit: #b2182b }
        @media (prefers-color-scheme: dark) { :root { --text: #e8e8e8; --soft: #aaa; --back: #161616; --grid: #383838;
          --mark: #6baed6; --limit: #fb6a4a } }
        body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; padding: 0 1em; max-width: 960px; color: var(--text);
          background: var(--back) }
        h1 { font-size: 1.6em } h2 { font-size: 1.15em; margin-bottom: .2em } figure { margin: 2em 0; break-inside: avoid }
        figcaption { color: var(--soft) } svg { width: 100%; height: auto } svg.map { max-width: 480px }
        text { font-size: 12px; fill: var(--soft) } .grid { stroke: var(--grid) }
        .limit { stroke: var(--limit); stroke-dasharray: 6 4; stroke-width: 1.5 } .bar, .site { fill: var(--mark) }
        .dot { fill: var(--mark); fill-opacity: .45 } .line { fill: none; stroke: var(--mark); stroke-opacity: .45 }
        .curve { fill: none; stroke: var(--mark); stroke-width: 2 } .base { fill: none; stroke: var(--limit); stroke-width: 2 }
        .bad { fill: none; stroke: var(--mark); stroke-width: 1.5 } .verdict { font-weight: 600 }
        table { border-collapse: collapse } th, td { padding: .2em 1em .2em 0; text-align: left; vertical-align: top;
          border-bottom: 1px solid var(--grid) } tbody td { white-space: nowrap } tbody td:last-child { white-space: normal }
        @media print { body { margin: 0; max-width: none; font-size: 11px } }
        """;

    /// <summary>The page of one run.</summary>
    public static string Draw(PlanResult result)
    {
        var report = result.Report;
        var page = Begin(report.Scenario.Name);
        page.Add($"<p class=\"verdict\">This network {Markup.Text(PlanText.Sentence(result.Verdict))}.</p>\n");
        Markup.Pairs(page, Figures(result));
        DeliveryPicture.Draw(page, report);
        LatencyPictures.DrawCurve(page, report, result.Verdict.Within);
        LatencyPictures.DrawTimes(page, report);
        AirtimePicture.DrawHosts(page, report);
        AirtimePicture.DrawTimes(page, report);
        CollisionPictures.DrawSites(page, report);
        CollisionPictures.DrawTimes(page, report);
        MapPicture.Draw(page, report);
        if (report.Violations.Count > 0) page.Append("<h2>Rules that were broken</h2>\n<ul>\n");
        foreach (var violation in report.Violations.Take(MostViolations)) page.Add($"<li>{Markup.Text(violation)}</li>\n");
        if (report.Violations.Count > 0) page.Append("</ul>\n");
        return End(page, result.Assumptions);
    }

    /// <summary>The page of several runs.</summary>
    public static string Draw(PlanTable table, string name)
    {
        var page = Begin(name);
        foreach (var sentence in table.Advice) page.Add($"<p class=\"verdict\">{Markup.Text(sentence)}</p>\n");
        Markup.Table(page, PlanText.Cells(table));
        TablePictures.Draw(page, table);
        return End(page, table.Assumptions);
    }

    private static IEnumerable<(string Name, string Value)> Figures(PlanResult result)
    {
        var (report, verdict) = (result.Report, result.Verdict);
        var (scenario, messages) = (report.Scenario, report.Messages);
        yield return ("length", $"{SpanWords.Of(scenario.Length)}, {SpanWords.Of(report.Simulated)} until all was over");
        yield return ("channel", $"{scenario.Radio.Frequency} {scenario.Radio.Modulation}, {scenario.DutyCycle}");
        yield return ("messages", $"{messages.Offered} offered, {messages.Accepted} accepted, {messages.Delivered} delivered, "
            + $"{messages.Ended} ended by policy, {messages.Waiting} still under way");
        yield return ("latency", $"50 % within {SpanWords.Of(verdict.P50)}, 90 % within {SpanWords.Of(verdict.P90)}, 99 % within "
            + $"{SpanWords.Of(verdict.P99)}, longest {SpanWords.Of(report.Percentile(1))}");
        yield return ("airtime", PlanText.Airtime(verdict));
        yield return ("collisions", $"{PlanText.Share(verdict.Collided)} of the sites' frames");
        yield return ("rules broken", $"{report.Violations.Count}");
    }

    private static StringBuilder Begin(string name)
    {
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n");
        page.Add($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\"/>\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        page.Add($"<title>{Markup.Text(name)}</title>\n<style>\n{Style}\n</style></head>\n<body>\n");
        page.Add($"<h1>{Markup.Text(name)}</h1>\n");
        return page;
    }

    private static string End(StringBuilder page, IReadOnlyList<Assumption> assumptions)
    {
        page.Append("<h2>What these figures rest on</h2>\n");
        Markup.Pairs(page, assumptions.Select(one => (one.Subject, one.Text)));
        page.Append("<p>A simulation: the protocol is the real one, the air is a model. Measure before you build.</p>\n");
        return page.Append("</body></html>\n").ToString();
    }
}
