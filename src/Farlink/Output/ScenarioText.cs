using Farlink.Protocol.Text;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Planning;
using Farlink.Simulation.Scenarios;

namespace Farlink.Output;

/// <summary>What came of a scenario, for people and for programs.</summary>
internal static class ScenarioText
{
    private const int MostHostsShown = 20;
    private const int MostViolationsShown = 20;

    public static void Print(ScenarioReport report)
    {
        var scenario = report.Scenario;
        var messages = report.Messages;
        Line($"{Printable.Escape(scenario.Name)}: {Span(scenario.Length)}, {scenario.Sites.Count} sites, "
            + $"{scenario.Radio.Frequency} {scenario.Radio.Modulation}, {scenario.DutyCycle}, seed {scenario.Seed}");
        Line($"messages   {messages.Offered} offered, {messages.Accepted} accepted, {messages.Delivered} delivered, "
            + $"{messages.Ended} ended by policy, {messages.Waiting} still under way");
        if (messages.LostWithDisk > 0) Line($"           {messages.LostWithDisk} gone with a lost disk");
        if (messages.HeldBack + messages.HostDown + messages.AtMostOnceLost > 0)
        {
            Line($"           {messages.HeldBack} held back at a full queue, {messages.HostDown} offered to a host that was "
                + $"down, {messages.AtMostOnceLost} of QoS 0 lost in a crash");
        }

        Line($"latency    median {Span(report.Percentile(0.5))}, 95 % {Span(report.Percentile(0.95))}, "
            + $"longest {Span(report.Percentile(1))}");
        var channel = report.Channel;
        Line($"frames     {channel.Sent} sent; received {channel[ReceptionResult.Received]} times, destroyed "
            + $"{channel[ReceptionResult.Collided]}, too weak {channel[ReceptionResult.TooWeak]}, missed while sending "
            + $"{channel[ReceptionResult.Deaf]}, lost {channel[ReceptionResult.Lost]}");
        var budget = scenario.DutyCycle.IsLimited ? $" of {Span(scenario.DutyCycle.Budget)}" : "";
        foreach (var host in report.Hosts.Take(MostHostsShown))
        {
            Line($"airtime    {Printable.Escape(host.Name),-12} {Span(host.AirtimePerHour)} an hour, fullest hour "
                + $"{Span(host.Peak)}{budget}, {host.Frames} frames");
        }

        if (report.Hosts.Count > MostHostsShown) Line($"           and {report.Hosts.Count - MostHostsShown} hosts more");
        if (messages.Waiting > 0)
            Line("           they wait in their senders' stores: is every site in range, and the budget enough?");
        if (report.Violations.Count == 0)
        {
            Line((report.IsComplete, scenario.LosesDisks) switch
            {
                (false, _) => "ended early, so not everything is checked",
                (_, true) => "checked    no nonce used twice, memory bounded, nothing forged accepted; not delivery, order and "
                    + "limits: a disk was lost",
                _ => "checked    nothing lost, nothing doubled, order kept, limits kept, nothing forged accepted",
            });
            return;
        }

        foreach (var violation in report.Violations.Take(MostViolationsShown)) Line($"VIOLATION  {Printable.Escape(violation)}");
        if (report.Violations.Count > MostViolationsShown)
            Line($"           and {report.Violations.Count - MostViolationsShown} more");
    }

    public static void PrintJson(PlanResult result) =>
        Console.Out.Write(JsonLine.Write(json => PlanJson.WriteBody(json, result)));

    /// <summary>A length of time with a unit that fits.</summary>
    public static string Span(Duration span) => SpanWords.Of(span);

    private static string Span(Duration? span) => SpanWords.Of(span);

    private static void Line(string text) => Console.Out.WriteLine(text);
}
