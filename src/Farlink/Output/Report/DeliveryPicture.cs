using System.Text;
using Farlink.Simulation.Scenarios;

namespace Farlink.Output.Report;

/// <summary>What arrived of each site's messages, both ways.</summary>
internal static class DeliveryPicture
{
    public static void Draw(StringBuilder page, ScenarioReport report) => BarPicture.Draw(
        page, "Not delivered, by site",
        "Share of the acknowledged messages of a site's link, both ways, that had not arrived at the end. No bar: all arrived.",
        [.. report.Hosts.Skip(1).Select(host => (host.Name, Missing(host)))], null, PlanText.Share);

    public static double Missing(HostReport host) =>
        host.Accepted == 0 ? 0 : Math.Max(0, 1 - (host.Delivered / (double)host.Accepted));
}
