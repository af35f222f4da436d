using Farlink.Protocol.Link;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Simulation.Air;
using Farlink.Simulation.Scenarios;

namespace Farlink.Simulation.Planning;

/// <summary>Makes the scenario of a plan.</summary>
public static class PlanScenario
{
    /// <summary>How long after the last message what waits may still arrive, before it counts as not delivered.</summary>
    public static Duration Drain { get; } = Duration.FromSeconds(2 * 3600);

    /// <summary>What the PA_BOOST pin of an SX1276, as boards have it, gives least, dBm.</summary>
    private const double LeastPowerDbm = 2;

    /// <summary>Sites start within a minute of the beginning, and what they replay with them.</summary>
    private static readonly Duration Begin = Duration.FromSeconds(60);

    /// <summary>The scenario of a plan in which <see cref="PlanCheck"/> finds no problem.</summary>
    public static Scenario Build(PlanRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var band = request.Region.Check(request.Frequency, request.Bandwidth).Binding
            ?? throw new ArgumentException("A channel outside every band.", nameof(request));
        var length = Duration.FromSeconds(request.Hours * 3600);
        var replay = Replay(request);
        if (replay is not null)
        {
            var recorded = replay.Messages[replay.Messages.Count - 1].At;
            if (recorded < length - Begin) length = recorded + Begin;
        }

        return new Scenario
        {
            Name = request.Name,
            Seed = request.Seed,
            Length = length,
            Drain = Drain,
            Radio = new RadioSettings
            {
                Frequency = request.Frequency,
                Modulation = request.Modulation,
                TransmitPower = new Dbm(request.PowerDbm),
            },
            Power = request.PowerDbm > LeastPowerDbm
                ? new PowerRange(new Dbm(LeastPowerDbm), new Dbm(request.PowerDbm)) : null,
            DutyCycle = band.DutyCycle,
            Band = band,
            Channel = new ChannelOptions
            {
                ReferenceLoss = new ChannelOptions().ReferenceLoss + new Decibel(request.ExtraLossDb),
                Shadowing = new Decibel(request.ShadowingDb),
                Loss = request.Loss,
            },
            ModelMebibytes = request.ModelMebibytes,
            Sites = Sites(request, replay),
        };
    }

    private static List<ScenarioSite> Sites(PlanRequest request, ScenarioReplay? replay)
    {
        Traffic[] traffic = replay is not null ? [] :
        [
            new Traffic
            {
                Topic = "sensors/state",
                Payload = "{n} ",
                Kind = request.Payload,
                LeastOctets = request.Octets,
                Every = Duration.FromSeconds(3600 / request.RatePerHour),
                Qos = request.Qos,
                MostLatency = request.Gather,
            },
        ];
        var places = new Random(request.Seed);
        List<ScenarioSite> sites = [];
        for (var i = 0; i < request.Sites; i++)
        {
            sites.Add(new ScenarioSite
            {
                Name = $"site{i + 1}",
                Position = Place(request, i, places),
                Traffic = traffic,
                Replay = replay,
            });
        }

        return sites;
    }

    private static Position Place(PlanRequest request, int index, Random places)
    {
        // Evenly over the disc, or over the circle.
        var isRing = request.Spread == PlanSpread.Ring;
        var far = request.DistanceMetres * (isRing ? 1 : Math.Sqrt(places.NextDouble()));
        var angle = 2 * Math.PI * (isRing ? index / (double)request.Sites : places.NextDouble());
        return new Position(far * Math.Cos(angle), far * Math.Sin(angle));
    }

    private static ScenarioReplay? Replay(PlanRequest request) => request.Trace is null ? null : new ScenarioReplay
    {
        Name = request.Name,
        Messages = request.Replayed(),
        Qos = request.Qos,
        MostLatency = request.Gather,
    };
}
