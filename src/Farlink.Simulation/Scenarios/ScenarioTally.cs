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
    private readonly Pending<Instant> _offered = new();
    private readonly Pending<(Instant At, string Sender, bool IsDurable)> _underWay = new();
    private readonly Dictionary<byte, (int Accepted, int Delivered)> _byLink = [];
    private readonly HashSet<string> _lost = [];
    private readonly List<(Instant At, Duration Latency)> _samples = [];
    private readonly List<Duration> _latencies = [];
    private int _every = 1;

    public MessageCounts Counts { get; } = new();

    /// <summary>Acknowledged messages that have not arrived yet.</summary>
    public int Waiting => _underWay.Count;

    public IReadOnlyList<(Instant At, Duration Latency)> Samples => _samples;

    /// <summary>When the message that is being submitted was offered first; one that is held back waits from then on.</summary>
    public Instant OfferedAt { get; set; }

    /// <summary>Messages of a link, both ways: how many were acknowledged to publishers, and how many came through.</summary>
    public (int Accepted, int Delivered) Of(byte link) => _byLink.GetValueOrDefault(link);

    /// <summary>All latencies, shortest first.</summary>
    public IReadOnlyList<Duration> SortedLatencies()
    {
        _latencies.Sort();
        return _latencies;
    }

    public void HandleSubmitted(SimulatedNetwork network, SimulatedHost host, Submission submission) =>
        _offered.Add(Name(network, host, submission.Link, submission.Message, isSender: true), OfferedAt);

    public void HandleEvent(SimulatedNetwork network, SimulatedHost host, LinkEvent happened)
    {
        switch (happened)
        {
            case LinkEvent.Accepted accepted:
                var name = Name(network, host, accepted.Row.Link, accepted.Row.Message, isSender: true);
                if (!_offered.TryTake(name, out var at)) return;
                CountAccepted(accepted.Row.Link);
                _underWay.Add(name, (at, host.Name, accepted.Row.Message.Qos != MqttQos.AtMostOnce));
                break;
            case LinkEvent.Dead dead:
                var ended = Name(network, host, dead.Link, dead.Message, isSender: dead.Row is not null);
                if (_underWay.TryTake(ended, out _))
                {
                    Counts.Ended++;
                }
                else if (_offered.TryTake(ended, out _))
                {
                    // Replaced before its own commit was done.
                    CountAccepted(dead.Link);
                    Counts.Ended++;
                }

                break;
        }
    }

    public void HandlePublished(SimulatedNetwork network, SimulatedHost host, InboxRow row)
    {
        var name = Name(network, host, row.Link, row.Message, isSender: false);
        if (_lost.Remove(name)) Counts.AtMostOnceLost--;
        else if (!_underWay.Contains(name)) return;
        Counts.Delivered++;
        var (accepted, delivered) = Of(row.Link);
        _byLink[row.Link] = (accepted, delivered + 1);
        if (!_underWay.TryTake(name, out var sent)) return;
        var latency = network.Time.Now - sent.At;
        _latencies.Add(latency);
        if (_latencies.Count % _every == 0) Sample(sent.At, latency);
    }

    /// <summary>What was only in memory went with it: QoS 0, and what nobody had acknowledged.</summary>
    public void HandleCrashed(SimulatedNetwork network, SimulatedHost host)
    {
        var prefix = $"{host.Name}>";
        foreach (var (name, _) in _offered.All.Where(one => one.Name.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
        {
            _offered.TryTake(name, out _);
            Counts.HostDown++;
        }

        foreach (var (name, sent) in _underWay.All.ToArray())
        {
            if (sent.Sender != host.Name || sent.IsDurable) continue;
            _underWay.TryTake(name, out _);
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

        foreach (var (name, _) in _underWay.All.Where(one => !stored.Contains(one.Name)).ToArray())
        {
            _underWay.TryTake(name, out _);
            Counts.LostWithDisk++;
        }
    }

    private void CountAccepted(byte link)
    {
        Counts.Accepted++;
        var (accepted, delivered) = Of(link);
        _byLink[link] = (accepted + 1, delivered);
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
