using System.Globalization;
using System.Text;
using Farlink.Protocol.Text;
using Farlink.Runtime.Status;

namespace Farlink.Output;

/// <summary>A state for people, line by line. Names and reasons may come from outside, and are escaped.</summary>
internal static class StatusText
{
    private const int LabelWidth = 14;

    /// <summary>The whole state as text.</summary>
    public static string Of(StatusReport report)
    {
        var text = new StringBuilder();
        foreach (var row in Rows(report)) text.AppendLine($"{row.Label.PadRight(LabelWidth)} {row.Text}");
        return text.ToString();
    }

    /// <summary>The state in one line, for <c>systemctl status</c>.</summary>
    public static string OneLine(StatusReport report)
    {
        var service = report.Service;
        var up = service.Links.Count(link => link.HasSession ?? true);
        var waiting = service.Queue.Messages + (service.Inbox?.Messages ?? 0);
        List<string> parts =
        [
            service.Radio.Trouble is null
                ? $"{up} of {Counted.Of(service.Links.Count, "link")} up" : "radio lost",
            Counted.Of(waiting, "message waits", "messages wait"),
            service.Broker.IsUp ? "broker up" : "broker away",
        ];
        if (service.StoreTrouble is not null) parts.Add("the store cannot be written");
        return $"{Printable.Escape(service.Name)}: {string.Join(", ", parts)}";
    }

    /// <summary>The lines.</summary>
    public static IEnumerable<StatusRow> Rows(StatusReport report)
    {
        var service = report.Service;
        yield return new StatusRow(
            service.Role,
            $"{Printable.Escape(service.Name)}, running for {Amounts.Time(report.Uptime)}, since "
            + report.Since.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            + $" UTC; farlink {Printable.Escape(report.Program)}, process {report.ProcessId}");
        yield return Radio(service.Radio);
        foreach (var link in service.Links)
            foreach (var row in Link(link)) yield return row;
        foreach (var band in service.Airtime) yield return Airtime(band);
        yield return Broker(service);
        yield return Store(report);
        yield return Clock(report.Clock);
        foreach (var warning in report.Warnings) yield return new StatusRow("warning", Printable.Escape(warning), StatusMood.Bad);
    }

    private static StatusRow Radio(RadioFigures radio)
    {
        var what = Printable.Escape(radio.Description);
        if (radio.Trouble is null) return new StatusRow("radio", $"{what}: works", StatusMood.Good);
        var since = radio.LostFor is { } lost ? $" for {Amounts.Time(lost)}" : "";
        return new StatusRow("radio", $"{what}: lost{since}", StatusMood.Bad);
    }

    private static IEnumerable<StatusRow> Link(LinkFigures link)
    {
        var label = $"link {link.Id}";
        yield return new StatusRow(label, $"{Printable.Escape(link.Name)} ({link.Mode}): {Session(link)}", Mood(link));
        if (link.SinceHeard is { } since) yield return new StatusRow("", $"heard {Amounts.Time(since)} ago{Signal(link)}");
        var repeated = link.Repeated is { } repeats ? $" ({repeats} repeated)" : "";
        var loss = link is { Loss: { } share, Sent: > 0 }
            ? string.Create(CultureInfo.InvariantCulture, $"; {100 * share:0.#} % of ours are lost") : "";
        yield return new StatusRow(
            "", $"frames: {link.Sent} sent{repeated}, {link.Received} received, {link.Refused} refused{loss}");
        yield return new StatusRow("", Queue(link.Queue), link.Queue.Dead > 0 ? StatusMood.Bad : StatusMood.Plain);
        if (link.Inbox is { Messages: > 0 } inbox)
        {
            var size = Amounts.Size(inbox.Octets);
            var waiting = inbox.Messages == 1 ? "waits" : "wait";
            yield return new StatusRow(
                "", $"inbox: {Counted.Of(inbox.Messages, "message")} ({size}) {waiting} for the broker");
        }
    }

    private static StatusMood Mood(LinkFigures link) => link.IsEnded || link.HasSession == false || link.IsOnline == false
        ? StatusMood.Bad : StatusMood.Good;

    private static string Session(LinkFigures link)
    {
        if (link.IsEnded) return "ended, no longer paired";
        if (link.HasSession is not { } hasSession) return "no sessions in this mode";
        if (!hasSession) return "no session";
        var age = link.SessionAge is { } old ? $" for {Amounts.Time(old)}" : "";
        return $"session up{age}{(link.IsOnline == false ? ", silent" : "")}";
    }

    private static string Signal(LinkFigures link)
    {
        var signal = new StringBuilder();
        if (link.Rssi is { } rssi) signal.Append($", {rssi}");
        if (link.Snr is { } snr) signal.Append($", SNR {snr}");
        if (link.Margin is { } margin) signal.Append($", margin {margin}");
        if (link.Power is { } power) signal.Append($"; our power {power}");
        return signal.ToString();
    }

    private static string Queue(QueueFigures queue)
    {
        var octets = queue.Octets is { } size and > 0 ? $" ({Amounts.Size(size)})" : "";
        var oldest = queue.OldestAge is { } age ? $", the oldest for {Amounts.Time(age)}" : "";
        return $"queue: {Counted.Of(queue.Messages, "message")}{octets}{oldest}; {queue.Expired} expired, {queue.Dead} dead";
    }

    private static StatusRow Airtime(AirtimeFigures band)
    {
        var next = band.NextSlotIn switch
        {
            null => "never",
            { Nanoseconds: <= 0 } => "now",
            { } wait => $"in {Amounts.Time(wait)}",
        };
        var limit = band.Budget is { } budget
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" of {budget.Seconds:0.#} s ({100.0 * band.Used.Nanoseconds / budget.Nanoseconds:0.#} %)")
            : ", no limit";
        var used = string.Create(CultureInfo.InvariantCulture, $"{band.Used.Seconds:0.#} s");
        return new StatusRow(
            "airtime", $"{Printable.Escape(band.Band)}: {used}{limit} in the last hour; a full frame may go {next}");
    }

    private static StatusRow Broker(ServiceStatus service)
    {
        var broker = service.Broker;
        var label = service.Role == "base" ? "upstream" : "broker";
        var where = Printable.Escape(broker.Where);
        if (broker.IsOwn)
        {
            var dropped = broker.Dropped is { } lost and > 0 ? $", {Counted.Of(lost, "message")} dropped" : "";
            var clients = Counted.Of(broker.Clients ?? 0, "client");
            return broker.Trouble is { } away
                ? new StatusRow(label, $"listens on {where}: {clients}{dropped}; {Printable.Escape(away)}", StatusMood.Bad)
                : new StatusRow(label, $"listens on {where}: {clients}{dropped}", StatusMood.Good);
        }

        var doubt = broker.InDoubt is { } unsure and > 0 ? $"; {Counted.Of(unsure, "message")} in doubt" : "";
        return broker.IsUp
            ? new StatusRow(label, $"{where}: connected{doubt}", StatusMood.Good)
            : new StatusRow(
                label, $"{where}: not connected, {Printable.Escape(broker.Trouble ?? "not yet")}{doubt}", StatusMood.Bad);
    }

    private static StatusRow Store(StatusReport report)
    {
        var disk = report.Disk;
        if (report.Service.StoreTrouble is { } trouble) return new StatusRow("store", Printable.Escape(trouble), StatusMood.Bad);
        if (disk.WrittenOctets is not { } written) return new StatusRow("store", "this kernel does not count what is written");
        var payload = disk.PayloadOctets is { } octets ? $" (messages: {Amounts.Size(octets)})" : "";
        var lastDay = disk.LastDayOctets is { } last ? $"; {Amounts.Size(last)} in the last day" : "";
        var pace = disk.ADayOctets is { } aDay ? $"; {Amounts.Size(aDay)} a day at this pace" : "";
        return new StatusRow("store", $"{Amounts.Size(written)} written since the start{payload}{lastDay}{pace}");
    }

    private static StatusRow Clock(ClockFigures clock)
    {
        var now = clock.Utc.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var kept = clock.IsSynchronized ? "kept right"
            : clock.IsTold ? "not kept right, but a base told the time" : "not kept right";
        var jumps = clock.Jumps > 0 ? $"; jumped {Counted.Of(clock.Jumps, "time")} since the start" : "";
        return new StatusRow(
            "clock", $"{now} UTC, {kept}{jumps}",
            clock.IsSynchronized || clock.IsTold ? StatusMood.Plain : StatusMood.Bad);
    }
}
