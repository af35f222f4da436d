using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Scenarios;

/// <summary>Offers what was recorded at the times it has.</summary>
internal sealed class ReplaySource(
    SimulatedNetwork network, Publisher publisher, byte link, ScenarioReplay replay, Instant until)
{
    private Instant _begin;
    private int _next;

    /// <summary>Begins a while from now.</summary>
    public void Start(Duration after)
    {
        _begin = network.Time.Now + after;
        Plan();
    }

    private void Plan()
    {
        if (_next == replay.Messages.Count) return;
        var at = _begin + replay.Messages[_next].At;
        if (at <= until) network.Time.At(at, Publish);
    }

    private void Publish()
    {
        var message = replay.Messages[_next++];
        publisher.Offer(new Submission
        {
            Link = link,
            MostLatency = replay.MostLatency,
            Client = $"{publisher.Host.Name}/{message.Topic}",
            Message = new MqttMessage { Topic = message.Topic, Payload = message.Payload, Qos = replay.Qos },
        });
        Plan();
    }
}
