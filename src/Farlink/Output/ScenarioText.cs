using System.Globalization;
using Farlink.Protocol.Text;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
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

    public static void PrintJson(ScenarioReport report) => Console.Out.Write(JsonLine.Write(json =>
    {
        json.WriteString("scenario", report.Scenario.Name);
        json.WriteNumber("seed", report.Scenario.Seed);
        json.WriteBoolean("complete", report.IsComplete);
        json.WriteNumber("simulated_s", Math.Round(report.Simulated.Seconds, 3));
        json.WriteStartObject("messages");
        json.WriteNumber("offered", report.Messages.Offered);
        json.WriteNumber("accepted", report.Messages.Accepted);
        json.WriteNumber("delivered", report.Messages.Delivered);
        json.WriteNumber("ended", report.Messages.Ended);
        json.WriteNumber("waiting", report.Messages.Waiting);
        json.WriteNumber("held_back", report.Messages.HeldBack);
        json.WriteNumber("lost_with_disk", report.Messages.LostWithDisk);
        json.WriteNumber("host_down", report.Messages.HostDown);
        json.WriteNumber("qos0_lost", report.Messages.AtMostOnceLost);
        json.WriteEndObject();
        json.WriteStartObject("latency_s");
        json.WriteNumber("p50", Math.Round(report.Percentile(0.5).Seconds, 3));
        json.WriteNumber("p95", Math.Round(report.Percentile(0.95).Seconds, 3));
        json.WriteNumber("longest", Math.Round(report.Percentile(1).Seconds, 3));
        json.WriteEndObject();
        json.WriteStartObject("frames");
        json.WriteNumber("sent", report.Channel.Sent);
        foreach (var result in Enum.GetValues<ReceptionResult>())
            json.WriteNumber(result.ToString().ToLowerInvariant(), report.Channel[result]);
        json.WriteEndObject();
        json.WriteStartArray("hosts");
        foreach (var host in report.Hosts)
        {
            json.WriteStartObject();
            json.WriteString("name", host.Name);
            json.WriteNumber("frames", host.Frames);
            json.WriteNumber("airtime_ms_per_hour", Math.Round(host.AirtimePerHour.Milliseconds, 3));
            json.WriteNumber("fullest_hour_ms", Math.Round(host.Peak.Milliseconds, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("violations");
        foreach (var violation in report.Violations) json.WriteStringValue(violation);
        json.WriteEndArray();
    }));

    /// <summary>A length of time with a unit that fits.</summary>
    public static string Span(Duration span) => span.Seconds switch
    {
        < 1 => Number(span.Milliseconds, "0.#", "ms"),
        < 120 => Number(span.Seconds, "0.##", "s"),
        < 7200 => Number(span.Seconds / 60, "0.#", "min"),
        _ => Number(span.Seconds / 3600, "0.#", "h"),
    };

    private static string Number(double value, string format, string unit) =>
        $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";

    private static void Line(string text) => Console.Out.WriteLine(text);
}
