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

    public static ChainView Of(IReadOnlyList<StatusReport> reports, WatchHub watch, DateTimeOffset now)
    {
        var site = reports.FirstOrDefault(one => one.Service.Role == Site)?.Service;
        var station = reports.FirstOrDefault(one => one.Service.Role == Base)?.Service;
        var traffic = new ChainTraffic(watch, now);
        var errors = watch.Events.Before(long.MaxValue, MostEvents)
            .Where(one => one.Level != EventLevel.Info).OrderByDescending(one => one.Id).ToList();
        return new ChainView(NodesOf(site, station, traffic, errors), EdgesOf(site, station, traffic));
    }

    private static List<ChainNode> NodesOf(
        ServiceStatus? site, ServiceStatus? station, ChainTraffic traffic, List<SeenEvent> errors)
    {
        var up = station is null ? traffic.Messages(Site, true) : traffic.Messages(Base, true);
        var atSite = traffic.Messages(Site, true) + traffic.Messages(Site, false);
        return
        [
            Devices(site?.Broker) with { Rate = traffic.Messages(Site, true), Total = site?.Taken },
            WithError(
                OfBroker(Broker, "Broker", site?.Broker) with { Rate = atSite, Total = site?.Taken + site?.Received },
                errors, one => one.Role == Site && OfBrokers.Contains(one.Kind)),
            WithError(
                OfEnd(Site, "Site", site, station) with { Rate = atSite, Total = site?.Taken + site?.Received },
                errors, one => one.Role == Site && !OfBrokers.Contains(one.Kind) && !OfAir.Contains(one.Kind)),
            WithError(
                OfAirBetween(site, station) with { Rate = traffic.FramesSent, Total = FramesOf(site, station) },
                errors, one => OfAir.Contains(one.Kind)),
            WithError(
                OfEnd(Base, "Base", station, site) with
                {
                    Rate = traffic.Messages(Base, true) + traffic.Messages(Base, false),
                    Total = station?.Taken + station?.Received,
                },
                errors, one => one.Role == Base && !OfBrokers.Contains(one.Kind) && !OfAir.Contains(one.Kind)),
            WithError(
                OfBroker(Upstream, "Upstream", station?.Broker) with { Rate = up, Total = station?.Received },
                errors, one => one.Role == Base && OfBrokers.Contains(one.Kind)),
        ];
    }

    /// <summary>Of what an end knows nothing, the other end's figures stand in.</summary>
    private static List<ChainEdge> EdgesOf(ServiceStatus? site, ServiceStatus? station, ChainTraffic traffic)
    {
        var (taken, upAtSite) = (site?.Taken ?? 0, traffic.Last(Site, true));
        var (arrived, upAtBase) = (station?.Received ?? 0, traffic.Last(Base, true));
        var (ordered, downAtBase) = (station?.Taken ?? 0, traffic.Last(Base, false));
        var (obeyed, downAtSite) = (site?.Received ?? 0, traffic.Last(Site, false));
        return
        [
            new(Device, Broker, taken, upAtSite), new(Broker, Site, taken, upAtSite), new(Site, Air, taken, upAtSite),
            new(Air, Base, arrived, upAtBase), new(Base, Upstream, arrived, upAtBase),
            new(Upstream, Base, ordered, downAtBase), new(Base, Air, ordered, downAtBase),
            new(Air, Site, obeyed, downAtSite), new(Site, Broker, obeyed, downAtSite), new(Broker, Device, obeyed, downAtSite),
        ];
    }

    private static ChainNode WithError(ChainNode node, List<SeenEvent> errors, Predicate<SeenEvent> isOf) =>
        errors.Find(isOf) is { } last ? node with { LastError = node.LastError ?? last.Text, ErrorAt = last.At } : node;

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
        return new ChainNode(
            id, title, "ok", $"{end.Name} runs; {Counted.Of(end.Queue.Messages, "message waits", "messages wait")}.");
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

    private static long? FramesOf(ServiceStatus? site, ServiceStatus? station) =>
        site is null && station is null ? null
            : (site?.Links.Sum(link => link.Sent) ?? station!.Links.Sum(link => link.Received))
                + (station?.Links.Sum(link => link.Sent) ?? site!.Links.Sum(link => link.Received));
}
