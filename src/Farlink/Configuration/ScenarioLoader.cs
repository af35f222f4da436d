using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Network;
using Farlink.Simulation.Scenarios;

namespace Farlink.Configuration;

/// <summary>Reads a scenario file. Finds all problems in one run.</summary>
internal sealed class ScenarioLoader
{
    private const double Farthest = 1e6;

    /// <summary>A link carries 8 KiB, topic included.</summary>
    private const int MostOctets = 8000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private Random _places = new(1);

    /// <summary>Loads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">A seed instead of the file's.</param>
    /// <returns>The scenario, if there is no error, and every problem found.</returns>
    public static (Scenario? Scenario, IReadOnlyList<ConfigProblem> Problems) Load(string path, int? seed = null)
    {
        var problems = new List<ConfigProblem>();
        if (TomlFile.Read(path, problems) is not { } root) return (null, problems);
        var scenario = new ScenarioLoader().Bind(new SectionReader(root, string.Empty, problems), seed);
        return (problems.Exists(problem => problem.Severity == Severity.Error) ? null : scenario, problems);
    }

    private Scenario Bind(SectionReader root, int? wanted)
    {
        var written = (int)root.Integer("seed", 1, 0, int.MaxValue / 2000);
        var seed = wanted ?? written;
        _places = new Random(seed);
        var radio = RadioSection.Bind(root.Section("radio"));
        if (radio.Channel.Finding == ChannelFinding.Straddles)
        {
            root.Reject(
                "radio.frequency_mhz", $"{radio.Settings.Frequency}", "a channel lies with its whole width in one sub-band");
        }

        var sites = root.Sections("site").SelectMany(BindSites).ToList();
        if (sites.Count is 0 or > Scenario.MostSites)
            root.Reject("site", $"{sites.Count} sites", $"a base has 1 to {Scenario.MostSites} of them: [[site]]");
        if (sites.Select(site => site.Name).Distinct().Count() < sites.Count || sites.Exists(site => site.Name == "base"))
            root.Reject("site", "a name twice", "every site needs a name of its own, and none is \"base\"");
        var length = Span(root, "length", TimeSpan.FromHours(24));
        var names = sites.Select(site => site.Name).Append("base").ToHashSet(StringComparer.Ordinal);
        var duty = radio.Channel.Binding?.DutyCycle ?? DutyCycle.Unlimited;
        var limit = root.Number("duty_percent", -1, 0.01, 100);
        var scenario = new Scenario
        {
            Name = root.Text("name", "unnamed"),
            Seed = seed,
            Length = length,
            Drain = Span(root, "drain", TimeSpan.FromHours(24)),
            Radio = radio.Settings,
            Power = radio.LeastPower < radio.Settings.TransmitPower
                ? new PowerRange(radio.LeastPower, radio.Settings.TransmitPower) : null,
            DutyCycle = limit > 0 ? DutyCycle.FromPercent(limit) : duty,
            Band = radio.Channel.Binding,
            Channel = BindChannel(root.Section("channel")),
            FrameFaults = BindFrames(root.Section("frames")),
            Base = BindBase(root.Section("base")),
            Sites = sites,
            Faults = [.. root.Sections("fault").Select(section => BindFault(section, names))],
            Hostile = [.. root.Sections("hostile").Select(BindHostile)],
        };
        root.Finish();
        return scenario;
    }

    private static ChannelOptions BindChannel(SectionReader section)
    {
        var usual = new ChannelOptions();
        var channel = new ChannelOptions
        {
            ReferenceLoss = new Decibel(section.Number("reference_loss_db", usual.ReferenceLoss.Value, 0, 300)),
            ReferenceMetres = section.Number("reference_m", usual.ReferenceMetres, 1, Farthest),
            Exponent = section.Number("exponent", usual.Exponent, 0, 10),
            Shadowing = new Decibel(section.Number("shadowing_db", usual.Shadowing.Value, 0, 30)),
            NoiseFigure = new Decibel(section.Number("noise_figure_db", usual.NoiseFigure.Value, 0, 30)),
            Loss = section.Number("loss", 0, 0, 1),
            OutageShare = section.Number("outage_share", 0, 0, 0.99),
            OutageLength = Span(section, "outage_length", TimeSpan.FromSeconds(2)),
        };
        section.Finish();
        return channel;
    }

    private static FrameFaults BindFrames(SectionReader section)
    {
        var faults = new FrameFaults
        {
            Duplicate = section.Number("duplicate", 0, 0, 1),
            Corrupt = section.Number("corrupt", 0, 0, 1),
            Delay = section.Number("delay", 0, 0, 1),
            MostDelay = Span(section, "most_delay", TimeSpan.FromSeconds(2)),
            Replay = section.Number("replay", 0, 0, 1),
        };
        section.Finish();
        return faults;
    }

    private static PlacedHost BindBase(SectionReader section)
    {
        var placed = new PlacedHost { Name = "base", Position = Place(section), Host = BindHost(section) };
        section.Finish();
        return placed;
    }

    private static HostOptions BindHost(SectionReader section)
    {
        var usual = new HostOptions();
        return new HostOptions
        {
            DriftPpm = section.Number("drift_ppm", 0, -200, 200),
            ReceiveDelay = Span(section, "receive_delay", usual.ReceiveDelay.ToTimeSpan()),
            FlushTime = Span(section, "flush_time", usual.FlushTime.ToTimeSpan()),
        };
    }

    private static Position Place(SectionReader section) =>
        new(section.Number("x", 0, -Farthest, Farthest), section.Number("y", 0, -Farthest, Farthest));

    private static Duration Span(SectionReader section, string key, TimeSpan fallback) =>
        Duration.FromTimeSpan(section.Span(key, fallback, TimeSpan.Zero, Longest));

    /// <summary>One site, or several alike at places drawn from a disc.</summary>
    private IEnumerable<ScenarioSite> BindSites(SectionReader section)
    {
        var name = LinkSection.CheckName(section, section.Text("name", "site"));
        var count = (int)section.Integer("count", 1, 1, Scenario.MostSites);
        var radius = section.Number("radius_m", 0, 0, Farthest);
        var middle = Place(section);
        var host = BindHost(section);
        Traffic[] traffic = [.. section.Sections("traffic").Select(BindTraffic)];
        if (traffic.DistinctBy(one => (one.IsUp, one.Topic, one.Payload, one.LeastOctets)).Count() < traffic.Length)
        {
            section.Reject(
                "traffic", "the same messages twice", "another topic or payload: messages must differ to be told apart");
        }

        section.Finish();
        for (var i = 1; i <= count; i++)
        {
            yield return new ScenarioSite
            {
                Name = count == 1 ? name : $"{name}{i}",
                Position = radius > 0 ? Draw(middle, radius) : middle,
                Host = host,
                Traffic = traffic,
            };
        }
    }

    private Position Draw(Position middle, double radius)
    {
        // Evenly over the disc.
        var far = radius * Math.Sqrt(_places.NextDouble());
        var angle = 2 * Math.PI * _places.NextDouble();
        return new Position(middle.X + (far * Math.Cos(angle)), middle.Y + (far * Math.Sin(angle)));
    }

    private static Traffic BindTraffic(SectionReader section)
    {
        var payload = section.Text("payload", "Good job! You are connected {n} times");
        if (section.Has("octets"))
        {
            if (section.Has("payload")) section.Reject("octets", "both", "payload or octets, not both");
            payload = "{n} ";
        }

        if (!payload.Contains("{n}", StringComparison.Ordinal))
            section.Reject("payload", "a payload without {n}", "{n} counts: messages must differ to be told apart");
        var traffic = new Traffic
        {
            Topic = section.Text("topic", "/esp8266"),
            Payload = payload,
            LeastOctets = (int)section.Integer("octets", 0, 16, MostOctets),
            IsUp = section.Choice("direction", true, ("up", true), ("down", false)),
            Every = Duration.FromTimeSpan(section.Span("every", TimeSpan.FromSeconds(60), Shortest, Longest)),
            Jitter = section.Number("jitter", 0.1, 0, 1),
            Qos = (MqttQos)section.Integer("qos", 1, 0, 2),
            Priority = section.Choice(
                "priority", Priority.Normal, ("urgent", Priority.Urgent), ("normal", Priority.Normal), ("bulk", Priority.Bulk)),
            MostLatency = Span(section, "max_latency", TimeSpan.Zero),
            Expires = section.Has("expires") ? Span(section, "expires", TimeSpan.FromMinutes(10)) : null,
            NewestOnly = section.Choice("keep", false, ("all", false), ("newest", true)),
        };
        if (!Protocol.Bridging.TopicFilter.IsValidTopic(traffic.Topic))
            section.Reject("topic", $"\"{Protocol.Text.Printable.Escape(traffic.Topic)}\"", "an MQTT topic without wildcards");
        section.Finish();
        return traffic;
    }

    private static ScenarioFault BindFault(SectionReader section, HashSet<string> names)
    {
        var host = section.OptionalText("host");
        if (host is not null && !names.Contains(host))
            section.Reject("host", $"\"{Protocol.Text.Printable.Escape(host)}\"", "the name of a site, or \"base\"");
        var kind = section.Choice(
            "kind", FaultKind.Power, ("power", FaultKind.Power), ("broker", FaultKind.Broker), ("jam", FaultKind.Jam),
            ("wipe", FaultKind.Wipe), ("rollback", FaultKind.RollBack), ("clock", FaultKind.Clock));
        var fault = new ScenarioFault(
            Span(section, "at", TimeSpan.Zero), Span(section, "for", TimeSpan.FromMinutes(1)), kind, host,
            section.Number("share", 1, 0, 1));
        section.Finish();
        return fault;
    }

    private static HostileTransmitter BindHostile(SectionReader section)
    {
        var hostile = new HostileTransmitter
        {
            Name = section.Text("name", "hostile"),
            Position = Place(section),
            Kind = section.Choice(
                "kind", HostileKind.Noise, ("noise", HostileKind.Noise), ("replay", HostileKind.Replay),
                ("forge", HostileKind.Forge), ("hello", HostileKind.Hello)),
            Every = Duration.FromTimeSpan(section.Span("every", TimeSpan.FromSeconds(10), Shortest, Longest)),
        };
        section.Finish();
        return hostile;
    }
}
