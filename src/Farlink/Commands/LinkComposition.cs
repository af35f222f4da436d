using Farlink.Configuration;
using Farlink.Keys.Files;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Radios;
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

    /// <exception cref="KeyFileException">A key file is missing, readable by others, weak, or used for two links.</exception>
    public static LinkServiceOptions Options(FarlinkConfig config, RadioCapabilities radio) => new()
    {
        Name = config.Name,
        Broker = config is { Role: Role.Base, Upstream: { } upstream }
            ? BrokerSetup.Other(Composition.Client(upstream, $"farlink-{config.Name}") with { PersistentSession = true })
            : Composition.Broker(config.Broker, $"farlink-{config.Name}"),
        Radio = config.Radio.Settings,
        Routes = config.Routes,
        Prefixes = config.Sites.ToDictionary(site => site.Id, site => site.Prefix),
        StorePath = config.Link.StorePath,
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
            return [Link(config, config.Link.Id, config.Name, config.Link.KeyFile!, Duration.Zero, Duration.Zero)];
        var slot = new Duration(PhasePeriod.Nanoseconds / Math.Max(1, config.Sites.Count));
        var period = config.Sites.Count > 1 ? PhasePeriod : Duration.Zero;
        RefuseSharedKeys(config.Sites);
        return [.. config.Sites.Select((site, index) => Link(config, site.Id, site.Name, site.KeyFile, period, slot * index))];
    }

    private static LinkOptions Link(
        FarlinkConfig config, byte id, string name, string keyFile, Duration period, Duration offset) => new()
        {
            Id = id,
            Name = name,
            Identity = Read(keyFile, id),
            MostMessageOctets = config.Link.MostMessageOctets,
            ModelMebibytes = config.Link.ModelMebibytes,
            PhasePeriod = period,
            PhaseOffset = offset,
        };

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
        foreach (var site in sites)
        {
            if (seen.TryAdd(Convert.ToHexString(LinkKeyFile.Read(site.KeyFile)), site)) continue;
            var other = seen[Convert.ToHexString(LinkKeyFile.Read(site.KeyFile))];
            throw new KeyFileException(
                $"{site.KeyFile} of site {site.Name} is the key of site {other.Name} too: every link needs one of its own."
                + " Make one with: farlink key new FILE");
        }
    }
}
