using System.Text.Json;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;

namespace Farlink.Simulation.Scenarios;

/// <summary>What came of a scenario, for programs: <c>farlink sim run --json</c> (docs/simulation.md has the keys).</summary>
public static class ScenarioJson
{
    /// <summary>Points of the latency curve: every 5 %, from the shortest to the longest.</summary>
    private const int CurveSteps = 20;

    /// <summary>Writes the properties of a report into an object that is open.</summary>
    public static void WriteBody(Utf8JsonWriter json, ScenarioReport report)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(report);
        json.WriteString("scenario", report.Scenario.Name);
        json.WriteNumber("seed", report.Scenario.Seed);
        json.WriteBoolean("complete", report.IsComplete);
        json.WriteNumber("simulated_s", Math.Round(report.Simulated.Seconds, 3));
        WriteMessages(json, report.Messages);
        WriteLatency(json, report);
        json.WriteStartObject("frames");
        json.WriteNumber("sent", report.Channel.Sent);
        foreach (var result in Enum.GetValues<ReceptionResult>())
            json.WriteNumber(result.ToString().ToLowerInvariant(), report.Channel[result]);
        json.WriteEndObject();
        if (report.Scenario.DutyCycle.IsLimited)
            json.WriteNumber("airtime_limit_ms_per_hour", Math.Round(report.Scenario.DutyCycle.Budget.Milliseconds, 3));
        else json.WriteNull("airtime_limit_ms_per_hour");
        json.WriteStartArray("hosts");
        foreach (var host in report.Hosts) WriteHost(json, host);
        json.WriteEndArray();
        json.WriteNumber("slice_s", HostReport.Slice.Seconds);
        json.WriteStartArray("collided_at_base_per_slice");
        foreach (var count in report.CollisionsPerSlice) json.WriteNumberValue(count);
        json.WriteEndArray();
        json.WriteStartArray("violations");
        foreach (var violation in report.Violations) json.WriteStringValue(violation);
        json.WriteEndArray();
    }

    /// <summary>Writes a latency in seconds, or null where fewer messages arrived than it is of.</summary>
    internal static void WriteSeconds(Utf8JsonWriter json, string name, Duration? span)
    {
        if (span is { } known) json.WriteNumber(name, Seconds(known));
        else json.WriteNull(name);
    }

    private static void WriteMessages(Utf8JsonWriter json, MessageCounts messages)
    {
        json.WriteStartObject("messages");
        json.WriteNumber("offered", messages.Offered);
        json.WriteNumber("accepted", messages.Accepted);
        json.WriteNumber("delivered", messages.Delivered);
        json.WriteNumber("ended", messages.Ended);
        json.WriteNumber("waiting", messages.Waiting);
        json.WriteNumber("held_back", messages.HeldBack);
        json.WriteNumber("lost_with_disk", messages.LostWithDisk);
        json.WriteNumber("host_down", messages.HostDown);
        json.WriteNumber("qos0_lost", messages.AtMostOnceLost);
        json.WriteEndObject();
    }

    private static void WriteLatency(Utf8JsonWriter json, ScenarioReport report)
    {
        json.WriteStartObject("latency_s");
        WriteSeconds(json, "p50", report.Percentile(0.5));
        WriteSeconds(json, "p90", report.Percentile(0.9));
        WriteSeconds(json, "p95", report.Percentile(0.95));
        WriteSeconds(json, "p99", report.Percentile(0.99));
        WriteSeconds(json, "longest", report.Percentile(1));
        json.WriteEndObject();
        json.WriteStartArray("latency_curve_s");
        if (report.Latencies.Count > 0)
        {
            for (var i = 0; i <= CurveSteps; i++)
            {
                if (report.Percentile(i / (double)CurveSteps) is { } latency) json.WriteNumberValue(Seconds(latency));
                else json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }

    private static void WriteHost(Utf8JsonWriter json, HostReport host)
    {
        json.WriteStartObject();
        json.WriteString("name", host.Name);
        json.WriteNumber("x_m", Math.Round(host.Position.X, 1));
        json.WriteNumber("y_m", Math.Round(host.Position.Y, 1));
        json.WriteNumber("frames", host.Frames);
        json.WriteNumber("airtime_ms_per_hour", Math.Round(host.AirtimePerHour.Milliseconds, 3));
        json.WriteNumber("fullest_hour_ms", Math.Round(host.Peak.Milliseconds, 3));
        json.WriteNumber("accepted", host.Accepted);
        json.WriteNumber("delivered", host.Delivered);
        json.WriteStartObject("at_base");
        json.WriteNumber("received", host.AtBase.Received);
        json.WriteNumber("collided", host.AtBase.Collided);
        json.WriteNumber("too_weak", host.AtBase.TooWeak);
        json.WriteNumber("deaf", host.AtBase.Deaf);
        json.WriteNumber("lost", host.AtBase.Lost);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static double Seconds(Duration span) => Math.Round(span.Seconds, 3);
}
