using Farlink.Configuration;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.HomeAssistant;
using Farlink.Runtime.Services;

namespace Farlink.Commands;

/// <summary>Makes the settings of a native end out of a configuration.</summary>
internal static class LinkComposition
{
    /// <summary>Slots of many sites are spread over this time; gathering for less has none.</summary>
    private static readonly Duration PhasePeriod = Duration.FromSeconds(60);

    /// <summary>An acknowledgement with a few gaps, and the part of its share that a base gives to them.</summary>
    private const int AnswerOctets = 16;

    private const double ShareForAnswers = 0.7;

    /// <summary>Opens the static key, if any link needs it; null if none does.</summary>
    /// <exception cref="ElementException">It cannot be used, or is not the one that was paired.</exception>
    public static ISecureElement? OpenElement(FarlinkConfig config)
    {
        PairingRecord[] records = config.Role == Role.Site
            ? config.Link.Pairing is { } pairing ? [pairing] : []
            : [.. config.Sites.Select(site => site.Pairing).OfType<PairingRecord>()];
        if (records.Length == 0) return null;
        var element = SecureElements.Open(config.Link.Pairing?.Element ?? config.Link.Element);
        foreach (var record in records)
        {
            var own = config.Role == Role.Site ? record.Site : record.BaseStation;
            if (own.Point.Span.SequenceEqual(element.PublicKey.Span)) continue;
            var description = element.Description;
            element.Dispose();
            throw new ElementException(
                $"The {description} holds another key than the one paired as {own.Name}. Put the old one back, or pair again.");
        }

        return element;
    }

    /// <summary>
    /// Opens the key that a re-key which was interrupted goes on with; null if none was, or if it cannot be opened: the key in
    /// use is good all the same.
    /// </summary>
    public static ISecureElement? OpenNextElement(FarlinkConfig config)
    {
        if (config is not { Role: Role.Site, Link.Pairing: { } pairing } || Next(config, pairing.Link)?.Element is not { } next)
            return null;
        try
        {
            return SecureElements.Open(next);
        }
        catch (Exception failure) when (failure is ElementException or KeyFileException)
        {
            Console.Error.WriteLine($"farlink: the next key of a re-key cannot be used: {failure.Message} The old one stays.");
            return null;
        }
    }

    /// <summary>No key does both: the one of sessions must not be a TLS certificate's.</summary>
    /// <exception cref="ElementException">It is.</exception>
    public static void RefuseKeyOfBoth(ISecureElement? element, LinkServiceOptions options)
    {
        if (element is null || !KeyUse.IsOfACertificate(element, options.Broker)) return;
        throw new ElementException(
            $"The {element.Description} is the key of sessions ([link] element) and of a TLS certificate: one key must not "
            + "both agree and sign. Use two, in a chip two slots.");
    }

    /// <exception cref="KeyFileException">A key file is missing, readable by others, weak, or used for two links.</exception>
    /// <exception cref="PairingException">The site is not paired.</exception>
    public static LinkServiceOptions Options(FarlinkConfig config, RadioCapabilities radio, ISecureElement? element) =>
        Options(config, radio, element, Trust.Open(config));

    private static LinkServiceOptions Options(
        FarlinkConfig config, RadioCapabilities radio, ISecureElement? element, Trust trust) => new()
        {
            Revocations = trust.Revocations,
            Time = trust.Clock,
            Name = config.Name,
            Broker = config is { Role: Role.Base, Upstream: { } upstream }
            ? BrokerSetup.Other(Composition.Client(upstream, $"farlink-{config.Name}", trust) with { PersistentSession = true })
            : Composition.Broker(config.Broker, $"farlink-{config.Name}", trust),
            Radio = config.Radio.Settings,
            Routes = config.Routes,
            Prefixes = config.Sites.ToDictionary(site => site.Id, site => site.Prefix),
            StorePath = config.Link.StorePath,
            ClockSocket = config.ClockSocket,
            HomeAssistant = config.HomeAssistantPrefix is { } prefix
            ? new DiscoveryOptions { Prefix = prefix, Version = ManCommand.Version() } : null,
            AddsTrace = config.Link.AddsTrace,
            Element = element,
            Pairings = Folder(config),
            Station = Answering(new StationOptions
            {
                Role = config.Role == Role.Site ? LinkRole.Site : LinkRole.BaseStation,
                Links = Links(config),
                Modulation = config.Radio.Settings.Modulation,
                MostFrameOctets = radio.MostFrameOctets,
                Power = config.Radio.LeastPower < config.Radio.Settings.TransmitPower
                ? new PowerRange(config.Radio.LeastPower, config.Radio.Settings.TransmitPower) : null,
            }.Within(config.Radio.Channel.Binding)),
        };

    /// <summary>
    /// How often each site asks: at a base with many sites and little airtime an answer must serve more chunks, since its share
    /// has to last for as many as the site can send.
    /// </summary>
    private static StationOptions Answering(StationOptions station)
    {
        if (station.Role == LinkRole.Site || !station.DutyCycle.IsLimited) return station;
        var chunk = LoRaAirtime.Of(station.Modulation, station.MostFrameOctets);
        var answer = LoRaAirtime.Of(station.Modulation, AnswerOctets);
        var needed = (int)Math.Ceiling(station.Links.Count * answer.Seconds / (ShareForAnswers * chunk.Seconds));
        return station with
        {
            Links = [.. station.Links.Select(link => link with { AnswerEvery = Math.Clamp(needed, link.AnswerEvery, 60) })],
        };
    }

    private static List<LinkOptions> Links(FarlinkConfig config)
    {
        if (config.Role == Role.Site)
        {
            var only = Link(config, config.Link.Id, config.Name, SiteIdentity(config), Duration.Zero, Duration.Zero);
            return [Rekeyed(config, only)];
        }

        LinkedSite[] sites = [.. config.Sites.Where(site => site.IsReady)];

        // Status 1, as at a site: its service is started again and again, and runs as soon as one is.
        if (sites.Length == 0) throw new PairingException("No site of this base is paired. Pair one with: farlink pair");
        var slot = new Duration(PhasePeriod.Nanoseconds / sites.Length);
        var period = sites.Length > 1 ? PhasePeriod : Duration.Zero;
        RefuseSharedKeys(sites);
        return [.. sites.Select((site, index) => Rekeyed(config, Link(
            config, site.Id, site.Name, Identity(site), period, slot * index)))];
    }

    private static PairingFolder Folder(FarlinkConfig config) => new(
        config.Link.PairingFolder, config.Role == Role.Site ? LinkRole.Site : LinkRole.BaseStation, config.Link.StorePath);

    /// <summary>A re-key that was interrupted goes on.</summary>
    private static LinkOptions Rekeyed(FarlinkConfig config, LinkOptions link)
    {
        var role = config.Role == Role.Site ? LinkRole.Site : LinkRole.BaseStation;
        return link.Identity is PairedIdentity ? link with { NextIdentity = Next(config, link.Id)?.Identity(role) } : link;
    }

    /// <summary>What a re-key has begun; a draft that is damaged must not stop an end whose pairing is good.</summary>
    private static PairingRecord? Next(FarlinkConfig config, byte link)
    {
        try
        {
            return Folder(config).Next(link);
        }
        catch (Exception failure) when (failure is PairingException or KeyFileException)
        {
            Console.Error.WriteLine($"farlink: a re-key that was begun does not go on: {failure.Message}");
            return null;
        }
    }

    private static LinkOptions Link(
        FarlinkConfig config, byte id, string name, LinkIdentity identity, Duration period, Duration offset) => new()
        {
            Id = id,
            Name = name,
            Identity = identity,
            MostMessageOctets = config.Link.MostMessageOctets,
            ModelMebibytes = config.Link.ModelMebibytes,
            PhasePeriod = period,
            PhaseOffset = offset,
        };

    private static LinkIdentity Identity(LinkedSite site) =>
        site.Pairing is { } pairing ? pairing.Identity(LinkRole.BaseStation) : Read(site.KeyFile!, site.Id);

    private static LinkIdentity SiteIdentity(FarlinkConfig config)
    {
        if (config.Link.KeyFile is { } keyFile) return Read(keyFile, config.Link.Id);
        if (config.Link.Pairing is not { } pairing)
        {
            throw new PairingException(
                $"This site is not paired with a base: {config.Link.PairingFolder} has no pairing. Pair both: farlink pair");
        }

        if (pairing.Site.Name == config.Name) return pairing.Identity(LinkRole.Site);
        throw new PairingException(
            $"This site was paired as {pairing.Site.Name} and is now named {config.Name}: the base would refuse it. "
            + "Give it its name back, or pair again with: farlink pair --replace");
    }

    private static PreSharedKey Read(string path, byte link)
    {
        var key = LinkKeyFile.Read(path);
        if (PreSharedKey.IsWeak(key))
        {
            throw new KeyFileException(
                $"{path} holds text or a constant; a link key must be random. Make one with: farlink key new FILE");
        }

        LinkKeyFile.Claim(path, $"link {link}");
        return new PreSharedKey(key);
    }

    private static void RefuseSharedKeys(IReadOnlyList<LinkedSite> sites)
    {
        var seen = new Dictionary<string, LinkedSite>();
        foreach (var site in sites.Where(site => site.KeyFile is not null))
        {
            if (seen.TryAdd(Convert.ToHexString(LinkKeyFile.Read(site.KeyFile!)), site)) continue;
            var other = seen[Convert.ToHexString(LinkKeyFile.Read(site.KeyFile!))];
            throw new KeyFileException(
                $"{site.KeyFile} of site {site.Name} is the key of site {other.Name} too: every link needs one of its own."
                + " Make one with: farlink key new FILE");
        }
    }
}
