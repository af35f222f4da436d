using Farlink.Protocol.Text;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Chain;

/// <summary>
/// The way from device to upstream as one sees it from here: of the end that does not run here only what the link tells.
/// </summary>
internal sealed record ChainView(IReadOnlyList<ChainNode> Nodes, IReadOnlyList<ChainEdge> Edges)
{
    private const int MostEvents = 1000;
    private const string Device = "device", Broker = "broker", Site = "site", Air = "air", Base = "base", Upstream = "upstream";

    private static readonly EventKind[] OfBrokers = [EventKind.Broker];
    private static readonly EventKind[] OfAir = [EventKind.Radio, EventKind.Refused, EventKind.Link];

    public static ChainView Of(IReadOnlyList<StatusReport> reports, WatchHub watch)
    {
        var site = reports.FirstOrDefault(one => one.Service.Role == Site)?.Service;
        var station = reports.FirstOrDefault(one => one.Service.Role == Base)?.Service;
        var traffic = ChainTraffic.Of(watch.Traffic, site?.Role, station?.Role);
        var errors = watch.Events.Before(long.MaxValue, MostEvents)
            .Where(one => one.Level != EventLevel.Info).OrderByDescending(one => one.Id).ToList();
        return new ChainView(NodesOf(site, station, traffic, errors), EdgesOf(traffic));
    }

    private static List<ChainNode> NodesOf(
        ServiceStatus? site, ServiceStatus? station, ChainTraffic traffic, List<SeenEvent> errors)
    {
        var (up, down) = (traffic.Up, traffic.Down);
        return
        [
            Moving(Devices(site?.Broker), site, up.Taken, down.Published),
            WithError(
                Moving(OfBroker(Broker, "Broker", site?.Broker), site, up.Taken, down.Published),
                errors, one => one.Role == Site && OfBrokers.Contains(one.Kind)),
            WithError(
                Moving(OfEnd(Site, "Site", site, station), site, up.Taken, down.Arrived),
                errors, one => one.Role == Site && !OfBrokers.Contains(one.Kind) && !OfAir.Contains(one.Kind)),
            WithError(
                OfAirBetween(site, station) with { Rate = traffic.FramesLastMinute, Total = traffic.Frames },
                errors, one => OfAir.Contains(one.Kind)),
            WithError(
                Moving(OfEnd(Base, "Base", station, site), station, up.Arrived, down.Taken),
                errors, one => one.Role == Base && !OfBrokers.Contains(one.Kind) && !OfAir.Contains(one.Kind)),
            WithError(
                Moving(OfBroker(Upstream, "Upstream", station?.Broker), station, up.Published, down.Taken),
                errors, one => one.Role == Base && OfBrokers.Contains(one.Kind)),
        ];
    }

    private static List<ChainEdge> EdgesOf(ChainTraffic traffic)
    {
        var (up, down) = (traffic.Up, traffic.Down);
        return
        [
            Edge(Device, Broker, up.Taken), Edge(Broker, Site, up.Taken), Edge(Site, Air, up.OnAir),
            Edge(Air, Base, up.Arrived), Edge(Base, Upstream, up.Published),
            Edge(Upstream, Base, down.Taken), Edge(Base, Air, down.OnAir),
            Edge(Air, Site, down.Arrived), Edge(Site, Broker, down.Published), Edge(Broker, Device, down.Published),
        ];
    }

    private static ChainEdge Edge(string from, string to, TrafficCount? moved) => new(from, to, moved?.Total, moved?.Last);

    /// <summary>What moves there. Of an end elsewhere we see what passes our link, and no sum.</summary>
    private static ChainNode Moving(ChainNode node, ServiceStatus? end, TrafficCount? up, TrafficCount? down) => node with
    {
        Rate = up?.LastMinute + down?.LastMinute,
        Total = end is null ? null : up?.Total + down?.Total,
    };

    /// <summary>An error that is there now keeps its text; when it began is known only if an event tells of that one.</summary>
    private static ChainNode WithError(ChainNode node, List<SeenEvent> errors, Predicate<SeenEvent> isOf)
    {
        if (node.LastError is not { } present)
            return errors.Find(isOf) is { } last ? node with { LastError = last.Text, ErrorAt = last.At } : node;
        var words = Printable.Escape(present);
        return node with
        {
            ErrorAt = errors.Find(one => isOf(one) && one.Text.EndsWith(words, StringComparison.Ordinal))?.At,
        };
    }

    private static ChainNode Devices(BrokerFigures? broker)
    {
        const string Title = "Devices";
        return broker switch
        {
            null => new ChainNode(Device, Title, "unknown", "Devices are at the site, which does not run here."),
            { IsOwn: false } => new ChainNode(Device, Title, "unknown", $"Devices are at the broker {broker.Where}."),
            { Clients: 0 } => new ChainNode(Device, Title, "warn", "No device is connected."),
            { Clients: 1 } => new ChainNode(Device, Title, "ok", "1 device is connected."),
            _ => new ChainNode(Device, Title, "ok", $"{broker.Clients} devices are connected."),
        };
    }

    private static ChainNode OfBroker(string id, string title, BrokerFigures? broker) => broker switch
    {
        null => new ChainNode(id, title, "unknown", "It belongs to the end that does not run here."),
        { IsUp: false } => new ChainNode(id, title, "error", $"There is no connection to {broker.Where}.")
        {
            LastError = broker.Trouble,
        },
        { IsOwn: true, Trouble: { } trouble } => new ChainNode(id, title, "error", $"It listens on {broker.Where}.")
        {
            LastError = trouble,
        },
        { IsOwn: true } => new ChainNode(id, title, "ok", $"It listens on {broker.Where}."),
        _ => new ChainNode(id, title, "ok", $"Connected to {broker.Where}."),
    };

    private static ChainNode OfEnd(string id, string title, ServiceStatus? end, ServiceStatus? other)
    {
        if (end is null) return OfFarEnd(id, title, other);
        if (end.StoreTrouble is { } trouble)
            return new ChainNode(id, title, "error", "Nothing can be written to its store.") { LastError = trouble };
        if (end.Age > StatusWarnings.StandsStillAfter)
            return new ChainNode(id, title, "error", $"It has not moved for {end.Age.Seconds:0} s.");
        if (end.Links.Count > 0 && end.Links.All(link => link.IsPaused))
            return new ChainNode(id, title, "paused", "It sends no messages, because somebody said so: let it go on.");
        if (end.Warnings.Count > 0) return new ChainNode(id, title, "warn", end.Warnings[0]);
        var waiting = end.Queue.Messages + (end.Inbox?.Messages ?? 0);
        return new ChainNode(id, title, "ok", $"{end.Name} runs; {Counted.Of(waiting, "message waits", "messages wait")}.");
    }

    /// <summary>An end elsewhere: all we know is whether its link is heard.</summary>
    private static ChainNode OfFarEnd(string id, string title, ServiceStatus? other)
    {
        var links = other?.Links.Where(link => link.IsOnline is not null && !link.IsEnded).ToList() ?? [];
        var heard = links.Count(link => link.IsOnline == true);
        if (links.Count == 0) return new ChainNode(id, title, "unknown", "It does not run here, and nothing tells of it.");
        return new ChainNode(
            id, title, heard == links.Count ? "ok" : heard == 0 ? "error" : "warn", $"{heard} of {links.Count} links are heard.");
    }

    private static ChainNode OfAirBetween(ServiceStatus? site, ServiceStatus? station)
    {
        const string Title = "Air";
        List<ServiceStatus> ends = [];
        if (site is not null) ends.Add(site);
        if (station is not null) ends.Add(station);
        if (ends.Find(end => end.Radio.Trouble is not null) is { } lost)
            return new ChainNode(Air, Title, "error", $"The {lost.Role}'s radio is lost.") { LastError = lost.Radio.Trouble };
        if (ends.Exists(end => end.Airtime.Any(band => band.NextSlotIn is { Nanoseconds: > 1_000_000_000 })))
            return new ChainNode(Air, Title, "warn", "The airtime of this hour is used up: frames wait for it.");
        var loss = ends.SelectMany(end => end.Links).Max(link => link.Loss);
        return loss switch
        {
            null => new ChainNode(Air, Title, ends.Count == 0 ? "unknown" : "ok", "Nothing is known of lost frames."),
            > 0.5 => new ChainNode(Air, Title, "warn", $"{loss * 100:0} % of frames are lost; they are repeated."),
            _ => new ChainNode(Air, Title, "ok", $"{loss * 100:0} % of frames are lost."),
        };
    }
}
