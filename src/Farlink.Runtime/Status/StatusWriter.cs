using System.Globalization;
using System.Text.Json;
using Farlink.Protocol.Units;

namespace Farlink.Runtime.Status;

/// <summary>Writes the fields of a <see cref="StatusReport"/>.</summary>
internal static class StatusWriter
{
    public static void Write(Utf8JsonWriter json, StatusReport report)
    {
        var service = report.Service;
        json.WriteNumber("version", report.Version);
        json.WriteString("program", report.Program);
        json.WriteString("role", service.Role);
        json.WriteString("name", service.Name);
        json.WriteString("mode", service.Mode);
        json.WriteString("config", report.Config);
        json.WriteNumber("pid", report.ProcessId);
        json.WriteString("since", Time(report.Since));
        Seconds(json, "uptime_s", report.Uptime);
        Seconds(json, "age_s", service.Age);
        WriteRadio(json, service.Radio);
        json.WriteStartArray("links");
        foreach (var link in service.Links) WriteLink(json, link);
        json.WriteEndArray();
        WriteQueue(json, service.Queue);
        WriteInbox(json, service.Inbox);
        json.WriteStartObject("messages");
        json.WriteNumber("taken", service.Taken);
        json.WriteNumber("received", service.Received);
        json.WriteEndObject();
        json.WriteStartArray("airtime");
        foreach (var band in service.Airtime) WriteAirtime(json, band);
        json.WriteEndArray();
        WriteBroker(json, service.Role == "base" ? "upstream" : "broker", service.Broker);
        WriteStore(json, report);
        WriteClock(json, report.Clock);
        json.WriteStartArray("warnings");
        foreach (var warning in report.Warnings) json.WriteStringValue(warning);
        json.WriteEndArray();
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void WriteRadio(Utf8JsonWriter json, RadioFigures radio)
    {
        json.WriteStartObject("radio");
        json.WriteString("description", radio.Description);
        json.WriteBoolean("simulated", radio.IsSimulated);
        json.WriteString("state", radio.Trouble is null ? "works" : "lost");
        if (radio.Trouble is { } trouble) json.WriteString("trouble", trouble);
        Seconds(json, "lost_for_s", radio.LostFor);
        json.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter json, LinkFigures link)
    {
        json.WriteStartObject();
        json.WriteNumber("id", link.Id);
        json.WriteString("name", link.Name);
        json.WriteString("mode", link.Mode);
        if (link.IsEnded) json.WriteBoolean("ended", true);
        if (link.IsPaused) json.WriteBoolean("paused", true);
        if (link.HasSession is { } hasSession) json.WriteBoolean("session", hasSession);
        Seconds(json, "session_age_s", link.SessionAge);
        if (link.IsOnline is { } isOnline) json.WriteBoolean("online", isOnline);
        Seconds(json, "heard_s_ago", link.SinceHeard);
        Number(json, "rssi_dbm", link.Rssi?.Value, 1);
        Number(json, "snr_db", link.Snr?.Value, 1);
        Number(json, "margin_db", link.Margin?.Value, 1);
        Number(json, "power_dbm", link.Power?.Value, 1);
        Number(json, "loss", link.Loss, 3);
        Number(json, "round_trip_s", link.RoundTrip?.Seconds, 3);
        json.WriteStartObject("frames");
        json.WriteNumber("sent", link.Sent);
        json.WriteNumber("received", link.Received);
        Whole(json, "repeated", link.Repeated);
        json.WriteNumber("refused", link.Refused);
        json.WriteEndObject();
        WriteQueue(json, link.Queue);
        WriteInbox(json, link.Inbox);
        json.WriteEndObject();
    }

    private static void WriteQueue(Utf8JsonWriter json, QueueFigures queue)
    {
        json.WriteStartObject("queue");
        json.WriteNumber("messages", queue.Messages);
        Whole(json, "octets", queue.Octets);
        Seconds(json, "oldest_s", queue.OldestAge);
        json.WriteNumber("expired", queue.Expired);
        json.WriteNumber("dead", queue.Dead);
        json.WriteEndObject();
    }

    private static void WriteInbox(Utf8JsonWriter json, InboxFigures? inbox)
    {
        if (inbox is null) return;
        json.WriteStartObject("inbox");
        json.WriteNumber("messages", inbox.Messages);
        json.WriteNumber("octets", inbox.Octets);
        json.WriteEndObject();
    }

    private static void WriteAirtime(Utf8JsonWriter json, AirtimeFigures band)
    {
        json.WriteStartObject();
        json.WriteString("band", band.Band);
        Number(json, "used_ms", band.Used.Milliseconds, 3);
        Number(json, "budget_ms", band.Budget?.Milliseconds, 3);
        Seconds(json, "next_slot_s", band.NextSlotIn);
        json.WriteEndObject();
    }

    private static void WriteBroker(Utf8JsonWriter json, string name, BrokerFigures broker)
    {
        json.WriteStartObject(name);
        json.WriteString("kind", broker.IsOwn ? "embedded" : "external");
        json.WriteString("where", broker.Where);
        json.WriteString("state", broker.IsOwn ? "listening" : broker.IsUp ? "connected" : "disconnected");
        if (broker.Trouble is { } trouble) json.WriteString("last_error", trouble);
        Whole(json, "clients", broker.Clients);
        Whole(json, "dropped", broker.Dropped);
        Whole(json, "in_doubt", broker.InDoubt);
        json.WriteEndObject();
    }

    private static void WriteStore(Utf8JsonWriter json, StatusReport report)
    {
        json.WriteStartObject("store");
        Whole(json, "written_octets", report.Disk.WrittenOctets);
        Whole(json, "payload_octets", report.Disk.PayloadOctets);
        Whole(json, "last_day_octets", report.Disk.LastDayOctets);
        Whole(json, "a_day_octets", report.Disk.ADayOctets);
        if (report.Service.StoreTrouble is { } trouble) json.WriteString("trouble", trouble);
        json.WriteEndObject();
    }

    private static void WriteClock(Utf8JsonWriter json, ClockFigures clock)
    {
        json.WriteStartObject("clock");
        json.WriteString("utc", Time(clock.Utc));
        json.WriteBoolean("synchronized", clock.IsSynchronized);
        json.WriteBoolean("told_by_base", clock.IsTold);
        json.WriteNumber("jumps", clock.Jumps);
        json.WriteEndObject();
    }

    private static void Seconds(Utf8JsonWriter json, string name, Duration? time) => Number(json, name, time?.Seconds, 1);

    private static void Number(Utf8JsonWriter json, string name, double? value, int digits)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, Math.Round(number, digits));
    }

    private static void Whole(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
    }
}
