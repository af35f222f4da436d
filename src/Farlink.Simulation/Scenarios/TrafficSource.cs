using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Scenarios;

/// <summary>Offers messages that come again and again at their times.</summary>
internal sealed class TrafficSource
{
    private readonly SimulatedNetwork _network;
    private readonly Publisher _publisher;
    private readonly byte _link;
    private readonly Traffic _traffic;
    private readonly Random _random;
    private readonly PayloadMaker _payloads;
    private readonly Instant _until;
    private long _count;

    public TrafficSource(
        SimulatedNetwork network, Publisher publisher, byte link, Traffic traffic, Random random, Instant until)
    {
        _network = network;
        _publisher = publisher;
        _link = link;
        _traffic = traffic;
        _random = random;
        _until = until;
        _payloads = new PayloadMaker(traffic, random);
    }

    /// <summary>Begins somewhere in the first period.</summary>
    public void Start() => _network.Time.After(new Duration((long)(_random.NextDouble() * _traffic.Every.Nanoseconds)), Publish);

    private void Publish()
    {
        if (_network.Time.Now > _until) return;
        _publisher.Offer(Message(++_count));
        var shift = ((_random.NextDouble() * 2) - 1) * _traffic.Jitter;
        _network.Time.After(new Duration((long)(_traffic.Every.Nanoseconds * (1 + shift))), Publish);
    }

    private Submission Message(long number) => new()
    {
        Link = _link,
        Priority = _traffic.Priority,
        MostLatency = _traffic.MostLatency,
        ExpiresIn = _traffic.Expires,
        NewestOnly = _traffic.NewestOnly,
        Client = $"{_publisher.Host.Name}/{_traffic.Topic}",
        Message = new MqttMessage { Topic = _traffic.Topic, Payload = _payloads.Make(number), Qos = _traffic.Qos },
    };
}
