using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Bench;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Scenarios;

/// <summary>Runs a scenario in virtual time, every checker watching.</summary>
public sealed class ScenarioRun : IDisposable
{
    private static readonly Duration PhasePeriod = Duration.FromSeconds(60);

    /// <summary>Sites start in so long a time, and so does what they replay.</summary>
    private static readonly Duration StartSpread = Duration.FromSeconds(30);

    private readonly Scenario _scenario;
    private readonly SimulatedNetwork _network;
    private readonly ScenarioTally _tally = new();
    private readonly Dictionary<Station, AirtimeRecord> _airtime = [];
    private readonly BaseReceptions _receptions = new();
    private readonly SimulatedHost _base;
    private readonly List<SimulatedHost> _sites = [];
    private readonly Random _random;

    /// <summary>Builds the network.</summary>
    public ScenarioRun(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        _scenario = scenario;
        _random = new Random(scenario.Seed);
        _network = new SimulatedNetwork(scenario.Seed, scenario.Channel) { Faults = scenario.FrameFaults };
        _network.Checkers.AddRange(AllCheckers.Create(mayWait: true));
        if (scenario.LosesDisks)
        {
            // Rows that a lost disk had can be lost or come again, and its ledger is gone: what remains true is checked.
            _network.Checkers.RemoveAll(checker => checker is DeliveryChecker or OrderChecker or DutyChecker);
        }

        if (scenario.RepeatsMessages)
        {
            // Those tell messages apart by their payload.
            _network.Checkers.RemoveAll(checker => checker is DeliveryChecker or OrderChecker);
            _network.Checkers.Add(new RepeatChecker());
        }

        _network.Checkers.Add(_tally);
        var links = scenario.Sites.Select(Link).ToArray();
        _base = Add(scenario.Base, LinkRole.BaseStation, links);
        for (var i = 0; i < links.Length; i++) _sites.Add(Add(scenario.Sites[i], LinkRole.Site, [links[i]]));
        List<HostileSource> hostile =
            [.. scenario.Hostile.Select(one => new HostileSource(_network, one, new Random(_random.Next()), links.Length))];
        _network.OnFrame = frame =>
        {
            if (_airtime.TryGetValue(frame.Sender, out var record)) record.Add(frame);
            foreach (var one in hostile) one.Hear(frame);
            OnFrame?.Invoke(frame);
        };
        _network.OnReception = (frame, reception) =>
        {
            var isOfSite = reception.Receiver == _base.Radio && _airtime.ContainsKey(frame.Sender);
            if (isOfSite) _receptions.Add(frame, reception);
        };
        foreach (var one in hostile)
        {
            one.Station.Frequency = scenario.Radio.Frequency;
            one.Station.Modulation = scenario.Radio.Modulation;
            one.Station.Power = scenario.Radio.TransmitPower;
            one.Start();
        }
    }

    /// <summary>Told of every frame on the air.</summary>
    public Action<AirFrame>? OnFrame { get; set; }

    /// <summary>Runs it.</summary>
    /// <param name="onProgress">Told of the share done, 0 to 1, now and then.</param>
    /// <param name="cancellationToken">Ends the run early; what was measured so far is reported.</param>
    public ScenarioReport Run(Action<double>? onProgress = null, CancellationToken cancellationToken = default)
    {
        _base.Start();
        foreach (var site in _sites)
        {
            // They do not all get power in the same second.
            _network.Time.After(new Duration(_random.NextInt64(StartSpread.Nanoseconds)), site.Start);
        }

        var end = new Instant(0) + _scenario.Length;
        StartTraffic(end);
        foreach (var fault in _scenario.Faults) Plan(fault);
        var step = new Duration(Math.Max(1, _scenario.Length.Nanoseconds / 100));
        for (var at = new Instant(0) + step; at <= end && !cancellationToken.IsCancellationRequested; at += step)
        {
            _network.Time.Run(at);
            onProgress?.Invoke(at.Nanoseconds / (double)end.Nanoseconds);
        }

        var last = end + _scenario.Drain;
        while (_network.Time.Now < last && _tally.Waiting > 0 && !cancellationToken.IsCancellationRequested)
        {
            var until = _network.Time.Now + HostReport.Slice;
            _network.Time.Run(until < last ? until : last, () => _tally.Waiting == 0);
            if (_scenario.LosesDisks) _tally.Settle(_network);
        }

        if (!cancellationToken.IsCancellationRequested) _network.Finish();
        return Report(!cancellationToken.IsCancellationRequested);
    }

    /// <summary>Wipes all keys.</summary>
    public void Dispose() => _network.Dispose();

    private LinkOptions Link(ScenarioSite site, int index) => new()
    {
        Id = (byte)(index + 1),
        Name = site.Name,
        Identity = BenchLink.Key((_scenario.Seed * 1000) + index + 1),
        PhasePeriod = _scenario.Sites.Count > 1 ? PhasePeriod : Duration.Zero,
        PhaseOffset = new Duration(PhasePeriod.Nanoseconds / _scenario.Sites.Count * index),
        ModelMebibytes = _scenario.ModelMebibytes,
    };

    private SimulatedHost Add(PlacedHost placed, LinkRole role, IReadOnlyList<LinkOptions> links)
    {
        var options = new StationOptions
        {
            Role = role,
            Links = links,
            Modulation = _scenario.Radio.Modulation,
            DutyCycle = _scenario.DutyCycle,
            Power = _scenario.Power,
        };
        if (_scenario.Band is { } band) options = options.Within(band) with { DutyCycle = _scenario.DutyCycle };
        var host = _network.Add(placed.Name, options, placed.Host, placed.Position);
        host.Radio.Frequency = _scenario.Radio.Frequency;
        host.Radio.Power = _scenario.Radio.TransmitPower;
        _airtime.Add(host.Radio, new AirtimeRecord(_scenario.Length));
        return host;
    }

    private void StartTraffic(Instant until)
    {
        for (var i = 0; i < _sites.Count; i++)
        {
            foreach (var traffic in _scenario.Sites[i].Traffic)
            {
                var publisher = new Publisher(_network, traffic.IsUp ? _sites[i] : _base, _tally);
                new TrafficSource(_network, publisher, (byte)(i + 1), traffic, new Random(_random.Next()), until).Start();
            }

            if (_scenario.Sites[i].Replay is { } replay)
            {
                // When all sites are up, and not at all of them in the same second.
                var after = StartSpread + new Duration(_random.NextInt64(StartSpread.Nanoseconds));
                var publisher = new Publisher(_network, _sites[i], _tally);
                new ReplaySource(_network, publisher, (byte)(i + 1), replay, until).Start(after);
            }
        }
    }

    private void Plan(ScenarioFault fault)
    {
        var hosts = _network.Hosts.Where(host => fault.Host is null || host.Name == fault.Host).ToArray();
        var at = new Instant(0) + fault.At;
        foreach (var host in hosts)
        {
            switch (fault.Kind)
            {
                case FaultKind.Power:
                    _network.Time.At(at, host.Crash);
                    _network.Time.At(at + fault.For, host.Start);
                    break;
                case FaultKind.Broker:
                    _network.Time.At(at, () => host.BrokerIsUp = false);
                    _network.Time.At(at + fault.For, () => host.BrokerIsUp = true);
                    break;
                case FaultKind.Jam:
                    _network.Time.At(at, () => Jam(host, fault.Share));
                    _network.Time.At(at + fault.For, () => Jam(host, 0));
                    break;
                case FaultKind.Wipe:
                    _network.Time.At(at, () => Restart(host, () => host.WipeDisk((ulong)_random.NextInt64(1, long.MaxValue))));
                    break;
                case FaultKind.RollBack:
                    SimulatedDisk? older = null;
                    _network.Time.At(at, () => older = host.Disk.Copy());
                    _network.Time.At(at + fault.For, () => Restart(host, () => host.Disk.RollBack(older!)));
                    break;
                case FaultKind.Clock:
                    _network.Time.At(at, () => host.JumpClock(fault.For));
                    break;
            }
        }
    }

    private void Jam(SimulatedHost host, double share)
    {
        foreach (var other in _network.Channel.Stations)
            if (other != host.Radio) _network.Channel.Block(other, host.Radio, share);
    }

    private void Restart(SimulatedHost host, Action meanwhile)
    {
        host.Crash();
        meanwhile();
        _network.Time.After(Duration.FromSeconds(10), host.Start);
    }

    private ScenarioReport Report(bool isComplete)
    {
        var simulated = _network.Time.Now - new Instant(0);
        return new ScenarioReport
        {
            Scenario = _scenario,
            Simulated = simulated,
            Messages = _tally.Counts,
            Latencies = _tally.SortedLatencies(),
            Samples = _tally.Samples,
            Hosts = [.. _network.Hosts.Select((host, index) => Report(host, (byte)index, simulated))],
            CollisionsPerSlice = _receptions.CollisionsPerSlice,
            Channel = _network.Channel.Counters.Snapshot(),
            IsComplete = isComplete,
            Violations = _network.Violations,
        };
    }

    /// <summary>The base has no link of its own: 0.</summary>
    private HostReport Report(SimulatedHost host, byte link, Duration simulated)
    {
        var (accepted, delivered) = _tally.Of(link);
        return _airtime[host.Radio].Report(host.Name, host.Radio.Position, simulated, _tally.Waiting == 0) with
        {
            AtBase = _receptions.Of(host.Radio),
            Accepted = accepted,
            Delivered = delivered,
        };
    }
}
