using System.Globalization;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Scenarios;

namespace Farlink.Simulation.Planning;

/// <summary>Everything that the figures of a scenario rest on, for whoever is to believe them.</summary>
public static class Assumptions
{
    /// <summary>From here on a network that says more than the limit carries shows it by being late.</summary>
    private static readonly Duration EnoughForQueues = Duration.FromSeconds(2 * 3600);

    /// <summary>All of a scenario.</summary>
    public static IReadOnlyList<Assumption> Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return
        [
            new("Places", Places(scenario)),
            new("Path loss", PathLoss(scenario.Channel)),
            new("Antennas", "0 dBi at both ends, cables without loss, heights not looked at"),
            new("Power", Power(scenario)),
            new("Noise", Text($"thermal, -174 dBm in each hertz, and a noise figure of {scenario.Channel.NoiseFigure}")),
            new("Sensitivity", Sensitivity(scenario)),
            new("Fading", Fading(scenario.Channel)),
            new("Collisions", Text($"a frame survives another of its spreading factor if that is {scenario.Channel.Capture} ")
                + "weaker (capture)"),
            new("Channel", Text($"{scenario.Radio.Frequency}, {scenario.Radio.Modulation}, one for all, used by nobody else")),
            new("Airtime limit", Limit(scenario)),
            new("Messages", Messages(scenario)),
            new("Compression", Compression(scenario)),
            new("Hosts", Hosts(scenario)),
            new("Turns", Turns(scenario)),
            new("What goes wrong", Wrong(scenario)),
            new("Length", Length(scenario)),
            new("Chance", Text($"seed {scenario.Seed}: the same seed gives the same run, another one gives another")),
            new("Not modelled", "terrain, buildings, trees, weather, antenna heights, other users of the band, frequency "
                + "errors, brokers, TLS, the load of the processor"),
        ];
    }

    /// <summary>All of a scenario that was run several times.</summary>
    /// <param name="scenario">That of one run.</param>
    /// <param name="varied">What was different in the others, for people.</param>
    public static IReadOnlyList<Assumption> Of(Scenario scenario, string varied) =>
        [new("Varied", $"{varied}; what follows is of one of these runs"), .. Of(scenario)];

    private static string Places(Scenario scenario)
    {
        var far = scenario.Sites.Select(site => site.Position.DistanceTo(scenario.Base.Position)).ToArray();
        var count = scenario.Sites.Count == 1 ? "1 site" : $"{scenario.Sites.Count} sites";
        var (nearest, farthest) = (PlanAxes.Distance(far.Min()), PlanAxes.Distance(far.Max()));
        return nearest == farthest ? $"{count}, {nearest} from the base" : $"{count}, {nearest} to {farthest} from the base";
    }

    private static string PathLoss(ChannelOptions channel) =>
        Text($"{channel.ReferenceLoss.Value:0.##} dB at {channel.ReferenceMetres:0} m and exponent {channel.Exponent:0.##}; ")
        + "128.95 dB and 2.32 were measured in the open at Oulu (FLoRa). A town or a wood is far worse";

    private static string Power(Scenario scenario)
    {
        var power = $"{scenario.Radio.TransmitPower} at the antenna connector";
        var allowed = scenario.Band is { } band ? $"; the band allows {band.Power}, which is not compared" : "";
        return scenario.Power is { } range ? $"{power}, down to {range.Least} where a link hears well{allowed}" : power + allowed;
    }

    private static string Sensitivity(Scenario scenario)
    {
        var modulation = scenario.Radio.Modulation;
        var channel = scenario.Channel;
        var noise = -174 + (10 * Math.Log10(modulation.Bandwidth.Value)) + channel.NoiseFigure.Value;
        var least = noise + RadioChannel.Floor(modulation);
        var budget = scenario.Radio.TransmitPower.Value - least - channel.ReferenceLoss.Value;
        var half = channel.Exponent > 0 ? channel.ReferenceMetres * Math.Pow(10, budget / (10 * channel.Exponent)) : 0;
        return Text($"half of all frames arrive at {least:0.#} dBm ({modulation.SpreadingFactor}, SX1276 data sheet), which ")
            + $"with these figures is {PlanAxes.Distance(half)} away; 2 dB more and nearly all do";
    }

    private static string Fading(ChannelOptions channel)
    {
        var places = channel.Shadowing.Value > 0
            ? $"{channel.Shadowing} between places, drawn once a pair of hosts and then constant" : "none between places";
        var outages = channel.OutageShare > 0
            ? Text($", outages {channel.OutageShare:0.## %} of the time of {SpanWords.Of(channel.OutageLength)} each") : "";
        return places + Text($"; {channel.Loss:0.## %} of the frames are lost beyond all else{outages}; none with time");
    }

    private static string Limit(Scenario scenario)
    {
        var limit = scenario.DutyCycle.IsLimited
            ? $"{scenario.DutyCycle} of any hour for each host, that is {SpanWords.Of(scenario.DutyCycle.Budget)}" : "none";
        var begin = scenario.DutyCycle.IsLimited ? "; at the start none of it is used" : "";
        if (scenario.Band is not { } band) return limit + begin;
        var dwell = band.Dwell is { } longest ? $", a transmission at most {SpanWords.Of(longest)}" : "";
        return $"{limit} (band {band.Name}){dwell}{(band.ListenBeforeTalk ? ", the channel must be free" : "")}{begin}";
    }

    private static string Length(Scenario scenario)
    {
        var text = Text($"messages for {SpanWords.Of(scenario.Length)}, then up to {SpanWords.Of(scenario.Drain)} until all ")
            + "have arrived";
        return scenario.DutyCycle.IsLimited && scenario.Length < EnoughForQueues
            ? text + "; too short to show a queue that grows slowly where airtime is limited: ask for 2 hours or more" : text;
    }

    private static string Messages(Scenario scenario)
    {
        var first = scenario.Sites[0];
        if (first.Replay is { } replay)
        {
            return Text($"{replay.Messages.Count} recorded ones ({replay.Name}), published by each site at their times, QoS ")
                + Text($"{(int)replay.Qos}{Gathering(replay.MostLatency)}; each site begins with the first 30 to 60 s after the ")
                + "start, so all say the same nearly in step";
        }

        var each = first.Traffic.Select(traffic =>
            Text($"one {(traffic.IsUp ? "up" : "down")} in {SpanWords.Of(traffic.Every)}, {traffic.Jitter:0.## %} early or ")
            + "late, "
            + Text($"{Payload(traffic)}, QoS {(int)traffic.Qos}{Gathering(traffic.MostLatency)}"));
        var all = string.Join("; ", each);
        var others = scenario.Sites.Any(site => site.Traffic != first.Traffic) ? " (the first site; others differ)" : "";
        return all.Length == 0 ? "none at the first site" : all + others;
    }

    private static string Payload(Traffic traffic) => traffic.Kind switch
    {
        PayloadKind.Readings => $"{traffic.LeastOctets} octets of JSON with readings that wander",
        PayloadKind.Random => $"{traffic.LeastOctets} random octets",
        _ when traffic.LeastOctets > 0 => $"at least {traffic.LeastOctets} octets of text",
        _ => "a text that counts",
    };

    private static string Gathering(Duration longest) =>
        longest > Duration.Zero ? $", may wait {SpanWords.Of(longest)} for others" : "";

    private static string Compression(Scenario scenario) => scenario.ModelMebibytes > 0
        ? $"the real one, a model of {scenario.ModelMebibytes} MiB, begun anew at the start"
        : "none: a real link compresses unless told not to, and needs less airtime than this";

    private static string Hosts(Scenario scenario)
    {
        var host = scenario.Sites[0].Host;
        var drift = scenario.Sites.Cast<PlacedHost>().Append(scenario.Base).Max(placed => Math.Abs(placed.Host.DriftPpm));
        return $"{SpanWords.Of(host.ReceiveDelay)} from a frame to the program, {SpanWords.Of(host.FlushTime)} a flush of the "
            + $"disk, {SpanWords.Of(host.KeyDelay)} to key the transmitter; "
            + Text($"clocks off by up to {drift:0.#} ppm; a look at the channel before each frame");
    }

    private static string Turns(Scenario scenario) => scenario.Sites.Count == 1
        ? "the base starts at once, the site in the first 30 s"
        : "the base starts at once, each site in the first 30 s; what may wait for others is sent in the turn of its site, one "
            + "in each 60 s, which the base gives out as a real one does: fewer frames collide than of radios that know nothing "
            + "of each other";

    private static string Wrong(Scenario scenario)
    {
        var frames = scenario.FrameFaults == new Network.FrameFaults() ? "" : ", frames changed, doubled or held up";
        return scenario.Faults.Count + scenario.Hostile.Count == 0 && frames.Length == 0
            ? "nothing: no host fails, nobody disturbs"
            : $"{scenario.Faults.Count} faults, {scenario.Hostile.Count} hostile transmitters{frames}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
