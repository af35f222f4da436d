using System.Globalization;
using System.Text;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Scenarios;

/// <summary>
/// A publisher: offers its messages at their times, and one that is held back again until it is taken, before the next one.
/// </summary>
internal sealed class TrafficSource
{
    private static readonly Duration HoldBack = Duration.FromMilliseconds(250);
    private readonly SimulatedNetwork _network;
    private readonly SimulatedHost _host;
    private readonly byte _link;
    private readonly Traffic _traffic;
    private readonly Random _random;
    private readonly ScenarioTally _tally;
    private readonly Instant _until;
    private readonly Queue<Submission> _held = new();
    private long _count;

    public TrafficSource(
        SimulatedNetwork network, SimulatedHost host, byte link, Traffic traffic, Random random, ScenarioTally tally,
        Instant until)
    {
        _network = network;
        _host = host;
        _link = link;
        _traffic = traffic;
        _random = random;
        _tally = tally;
        _until = until;
    }

    /// <summary>Begins somewhere in the first period.</summary>
    public void Start() => _network.Time.After(new Duration((long)(_random.NextDouble() * _traffic.Every.Nanoseconds)), Publish);

    private void Publish()
    {
        if (_network.Time.Now > _until) return;
        Offer(Message(++_count));
        var shift = ((_random.NextDouble() * 2) - 1) * _traffic.Jitter;
        _network.Time.After(new Duration((long)(_traffic.Every.Nanoseconds * (1 + shift))), Publish);
    }

    private void Offer(Submission submission)
    {
        _tally.Counts.Offered++;
        if (_held.Count > 0)
        {
            _held.Enqueue(submission);
            return;
        }

        Submit(submission);
    }

    private void Submit(Submission submission)
    {
        switch (_host.Submit(submission))
        {
            case null:
                // The device repeats what nobody acknowledged; here it is counted and left.
                _tally.Counts.HostDown++;
                break;
            case SubmitVerdict.QueueFull or SubmitVerdict.ClientShareFull:
                _tally.Counts.HeldBack++;
                _held.Enqueue(submission);
                if (_held.Count == 1) _network.Time.After(HoldBack, TryHeld);
                break;
        }
    }

    private void TryHeld()
    {
        while (_held.TryPeek(out var next))
        {
            if (_host.Submit(next) is SubmitVerdict.QueueFull or SubmitVerdict.ClientShareFull or null)
            {
                _network.Time.After(HoldBack, TryHeld);
                return;
            }

            _held.Dequeue();
        }
    }

    private Submission Message(long number) => new()
    {
        Link = _link,
        Priority = _traffic.Priority,
        MostLatency = _traffic.MostLatency,
        ExpiresIn = _traffic.Expires,
        NewestOnly = _traffic.NewestOnly,
        Client = $"{_host.Name}/{_traffic.Topic}",
        Message = new MqttMessage
        {
            Topic = _traffic.Topic,
            Payload = Encoding.UTF8.GetBytes(
                _traffic.Payload.Replace("{n}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                    .PadRight(_traffic.LeastOctets, 'x')),
            Qos = _traffic.Qos,
        },
    };
}
