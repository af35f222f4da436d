using System.Globalization;
using System.Text;
using Farlink.Simulation.Planning;
using Farlink.Simulation.Scenarios;

namespace Farlink.Output.Report;

/// <summary>Where the hosts stand, seen from above, north upwards.</summary>
internal static class MapPicture
{
    private const double Half = 240;
    private const double Margin = 20;

    public static void Draw(StringBuilder page, ScenarioReport report)
    {
        var far = report.Hosts.Max(host => Math.Max(Math.Abs(host.Position.X), Math.Abs(host.Position.Y)));
        var scale = (Half - Margin) / Math.Max(far, 10);
        page.Append("<figure>\n<h2>Map</h2>\n");
        page.Add($"<figcaption>Ringed, the base; hollow, sites of which not all arrived. {PlanAxes.Distance(2 * Half / scale)} ")
            .Append("across.</figcaption>\n");
        page.Add($"<svg class=\"map\" viewBox=\"{-Half} {-Half} {2 * Half} {2 * Half}\" role=\"img\" aria-label=\"Map\">\n");
        for (var index = report.Hosts.Count - 1; index >= 0; index--)
        {
            var host = report.Hosts[index];
            var kind = index == 0 ? "base" : DeliveryPicture.Missing(host) > 0 ? "bad" : "site";
            var where = string.Create(
                CultureInfo.InvariantCulture, $"{host.Name}: {host.Position.X:0} m east, {host.Position.Y:0} m north");
            page.Add($"<circle class=\"{kind}\" cx=\"{host.Position.X * scale:0.#}\" cy=\"{-host.Position.Y * scale:0.#}\" ")
                .Add($"r=\"{(index == 0 ? 8 : 4)}\"><title>{Markup.Text(where)}</title></circle>\n");
        }

        page.Append("</svg>\n</figure>\n");
    }
}
