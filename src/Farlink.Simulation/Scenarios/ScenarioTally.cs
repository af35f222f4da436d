using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Scenarios;

/// <summary>Follows each message of a run from its publisher to the broker at the other end.</summary>
internal sealed class ScenarioTally : IChecker
{
    private const int MostSamples = 4000;
    private readonly Dictionary<string, Instant> _offered = [];
    private readonly Dictionary<string, (Instant At, string Sender, bool IsDurable)> _underWay = [];
    private readonly HashSet<string> _lost = [];
    private readonly List<(Instant At, Duration Latency)> _samples = [];
    private readonly List<Duration> _latencies = [];
    private int _every = 1;

    public MessageCounts Counts { get; } = new();

    /// <summary>Acknowledged messages that have not arrived yet.</summary>
    public int Waiting => _underWay.Count;

    public IReadOnlyList<(Instant At, Duration Latency)> Samples => _samples;

    /// <summary>All latencies, shortest first.</summary>
    public IReadOnlyList<Duration> SortedLatencies()
    {
        _latencies.Sort();
        return _latencies;
    }

    public void HandleSubmitted(SimulatedNetwork network, SimulatedHost host, Submission submission) =>
        _offered[Name(network, host, submission.Link, submission.Message, isSender: true)] = network.Time.Now;

    public void HandleEvent(SimulatedNetwork network, SimulatedHost host, LinkEvent happened)
    {
        switch (happened)
        {
            case LinkEvent.Accepted accepted:
                var name = Name(network, host, accepted.Row.Link, accepted.Row.Message, isSender: true);
                if (!_offered.Remove(name, out var at)) return;
                Counts.Accepted++;
                _underWay[name] = (at, host.Name, accepted.Row.Message.Qos != MqttQos.AtMostOnce);
                break;
            case LinkEvent.Dead dead:
                var ended = Name(network, host, dead.Link, dead.Message, isSender: dead.Row is not null);
                if (_underWay.Remove(ended))
                {
                    Counts.Ended++;
                }
                else if (_offered.Remove(ended))
                {
                    // Replaced before its own commit was done.
                    Counts.Accepted++;
                    Counts.Ended++;
                }

                break;
        }
    }

    public void HandlePublished(SimulatedNetwork network, SimulatedHost host, InboxRow row)
    {
        var name = Name(network, host, row.Link, row.Message, isSender: false);
        if (_lost.Remove(name)) Counts.AtMostOnceLost--;
        else if (!_underWay.TryGetValue(name, out _)) return;
        Counts.Delivered++;
        if (!_underWay.Remove(name, out var sent)) return;
        var latency = network.Time.Now - sent.At;
        _latencies.Add(latency);
        if (_latencies.Count % _every == 0) Sample(sent.At, latency);
    }

    /// <summary>What was only in memory went with it: QoS 0, and what nobody had acknowledged.</summary>
    public void HandleCrashed(SimulatedNetwork network, SimulatedHost host)
    {
        var prefix = $"{host.Name}>";
        foreach (var name in _offered.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
        {
            _offered.Remove(name);
            Counts.HostDown++;
        }

        foreach (var (name, sent) in _underWay.ToArray())
        {
            if (sent.Sender != host.Name || sent.IsDurable) continue;
            _underWay.Remove(name);
            _lost.Add(name);
            Counts.AtMostOnceLost++;
        }
    }

    /// <summary>What no store has any more went with a disk.</summary>
    public void Settle(SimulatedNetwork network)
    {
        HashSet<string> stored = new(StringComparer.Ordinal);
        foreach (var host in network.Hosts)
        {
            var image = host.Disk.Load();
            foreach (var row in image.Outbox) stored.Add(Name(network, host, row.Link, row.Message, isSender: true));
            foreach (var row in image.Inbox) stored.Add(Name(network, host, row.Link, row.Message, isSender: false));
        }

        foreach (var name in _underWay.Keys.Where(name => !stored.Contains(name)).ToArray())
        {
            _underWay.Remove(name);
            Counts.LostWithDisk++;
        }
    }

    private static string Name(SimulatedNetwork network, SimulatedHost host, byte link, MqttMessage message, bool isSender)
    {
        var isFromBase = isSender == (host.Options.Role == LinkRole.BaseStation);
        var sender = isFromBase ? network.Hosts[0] : network.Hosts[link];
        return $"{sender.Name}>{link}/{message.Topic}/{Convert.ToHexString(message.Payload.Span)}";
    }

    private void Sample(Instant at, Duration latency)
    {
        _samples.Add((at, latency));
        if (_samples.Count < MostSamples) return;

        // Every second one goes, and from now on half as many are kept.
        for (var i = 0; i < MostSamples / 2; i++) _samples[i] = _samples[i * 2];
        _samples.RemoveRange(MostSamples / 2, _samples.Count - (MostSamples / 2));
        _every *= 2;
    }
}
