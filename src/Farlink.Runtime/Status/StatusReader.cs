using System.Globalization;
using System.Text.Json;
using Farlink.Protocol.Units;

namespace Farlink.Runtime.Status;

/// <summary>Reads what <see cref="StatusWriter"/> writes; keys that it does not know are left alone.</summary>
internal static class StatusReader
{
    /// <exception cref="KeyNotFoundException">A key is missing.</exception>
    /// <exception cref="InvalidOperationException">A value is of another kind.</exception>
    /// <exception cref="FormatException">A number or time is none.</exception>
    public static StatusReport Read(JsonElement root) => new()
    {
        Version = root.GetProperty("version").GetInt32(),
        Program = Text(root, "program"),
        Config = Text(root, "config"),
        ProcessId = root.GetProperty("pid").GetInt32(),
        Since = Time(root, "since"),
        Uptime = Seconds(root, "uptime_s") ?? Duration.Zero,
        Service = Service(root),
        Disk = Disk(root.GetProperty("store")),
        Clock = Clock(root.GetProperty("clock")),
        Warnings = [.. root.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString() ?? "")],
    };

    private static ServiceStatus Service(JsonElement root)
    {
        var role = Text(root, "role");
        var messages = root.GetProperty("messages");
        return new ServiceStatus
        {
            Role = role,
            Name = Text(root, "name"),
            Mode = Text(root, "mode"),
            Age = Seconds(root, "age_s") ?? Duration.Zero,
            Radio = Radio(root.GetProperty("radio")),
            Links = [.. root.GetProperty("links").EnumerateArray().Select(Link)],
            Queue = Queue(root.GetProperty("queue")),
            Inbox = Inbox(root),
            Taken = messages.GetProperty("taken").GetInt64(),
            Received = messages.GetProperty("received").GetInt64(),
            Airtime = [.. root.GetProperty("airtime").EnumerateArray().Select(Airtime)],
            Broker = Broker(root.GetProperty(role == "base" ? "upstream" : "broker")),
            PayloadOctets = Whole(root.GetProperty("store"), "payload_octets"),
            StoreTrouble = TextOrNull(root.GetProperty("store"), "trouble"),
        };
    }

    private static RadioFigures Radio(JsonElement radio) => new(
        Text(radio, "description"), radio.GetProperty("simulated").GetBoolean(), TextOrNull(radio, "trouble"),
        Seconds(radio, "lost_for_s"));

    private static LinkFigures Link(JsonElement link)
    {
        var frames = link.GetProperty("frames");
        return new LinkFigures
        {
            Id = link.GetProperty("id").GetInt32(),
            Name = Text(link, "name"),
            Mode = Text(link, "mode"),
            IsEnded = Flag(link, "ended") ?? false,
            HasSession = Flag(link, "session"),
            SessionAge = Seconds(link, "session_age_s"),
            IsOnline = Flag(link, "online"),
            SinceHeard = Seconds(link, "heard_s_ago"),
            Rssi = Number(link, "rssi_dbm") is { } rssi ? new Dbm(rssi) : null,
            Snr = Number(link, "snr_db") is { } snr ? new Decibel(snr) : null,
            Margin = Number(link, "margin_db") is { } margin ? new Decibel(margin) : null,
            Power = Number(link, "power_dbm") is { } power ? new Dbm(power) : null,
            Loss = Number(link, "loss"),
            RoundTrip = Number(link, "round_trip_s") is { } roundTrip ? Duration.FromSeconds(roundTrip) : null,
            IsPaused = Flag(link, "paused") ?? false,
            Sent = frames.GetProperty("sent").GetInt64(),
            Received = frames.GetProperty("received").GetInt64(),
            Repeated = Whole(frames, "repeated"),
            Refused = frames.GetProperty("refused").GetInt64(),
            Queue = Queue(link.GetProperty("queue")),
            Inbox = Inbox(link),
        };
    }

    private static QueueFigures Queue(JsonElement queue) => new(
        queue.GetProperty("messages").GetInt32(), Whole(queue, "octets"), Seconds(queue, "oldest_s"),
        queue.GetProperty("expired").GetInt64(), queue.GetProperty("dead").GetInt64());

    private static InboxFigures? Inbox(JsonElement parent) => parent.TryGetProperty("inbox", out var inbox)
        ? new InboxFigures(inbox.GetProperty("messages").GetInt32(), inbox.GetProperty("octets").GetInt64()) : null;

    private static AirtimeFigures Airtime(JsonElement band) => new(
        Text(band, "band"), Duration.FromMilliseconds(Number(band, "used_ms") ?? 0),
        Number(band, "budget_ms") is { } budget ? Duration.FromMilliseconds(budget) : null, Seconds(band, "next_slot_s"));

    private static BrokerFigures Broker(JsonElement broker) => new()
    {
        IsOwn = Text(broker, "kind") == "embedded",
        Where = Text(broker, "where"),
        IsUp = Text(broker, "state") != "disconnected",
        Trouble = TextOrNull(broker, "last_error"),
        Clients = (int?)Whole(broker, "clients"),
        Dropped = Whole(broker, "dropped"),
        InDoubt = Whole(broker, "in_doubt"),
    };

    private static DiskFigures Disk(JsonElement store) => new(
        Whole(store, "written_octets"), Whole(store, "payload_octets"), Whole(store, "last_day_octets"),
        Whole(store, "a_day_octets"));

    private static ClockFigures Clock(JsonElement clock) => new(
        Time(clock, "utc"), clock.GetProperty("synchronized").GetBoolean(), clock.GetProperty("told_by_base").GetBoolean(),
        clock.GetProperty("jumps").GetInt32());

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static string? TextOrNull(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool? Flag(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetBoolean() : null;

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    private static long? Whole(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetInt64() : null;

    private static Duration? Seconds(JsonElement element, string name) =>
        Number(element, name) is { } seconds ? Duration.FromSeconds(seconds) : null;

    private static DateTimeOffset Time(JsonElement element, string name) => DateTimeOffset.Parse(
        Text(element, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
