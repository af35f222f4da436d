using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Checks;

/// <summary>
/// Delivery and order where equal messages occur, as in what was recorded: they are counted instead of told apart. For runs in
/// which no host crashes, no frame is changed and no message expires.
/// </summary>
internal sealed class RepeatChecker : IChecker
{
    private readonly Dictionary<string, Queue<(long Order, string Client)>> _submitted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _owed = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Host, byte Link, string Client), long> _last = [];
    private long _next;

    public void HandleSubmitted(SimulatedNetwork network, SimulatedHost host, Submission submission)
    {
        var name = Name(host.Options.Role, submission.Link, submission.Message);
        if (!_submitted.TryGetValue(name, out var queue)) _submitted[name] = queue = new Queue<(long Order, string Client)>(1);
        queue.Enqueue((_next++, submission.Client));
    }

    public void HandleEvent(SimulatedNetwork network, SimulatedHost host, LinkEvent happened)
    {
        if (happened is LinkEvent.Accepted { Token: > 0, Row: var row } && row.Message.Qos != MqttQos.AtMostOnce)
            Owe(Name(host.Options.Role, row.Link, row.Message), 1);
    }

    public void HandleDurable(SimulatedNetwork network, SimulatedHost host, StoreOperation operation)
    {
        if (operation is not StoreOperation.Receive { Row: { } row }) return;
        var other = host.Options.Role == LinkRole.Site ? LinkRole.BaseStation : LinkRole.Site;
        var name = Name(other, row.Link, row.Message);
        if (!_submitted.TryGetValue(name, out var queue) || !queue.TryDequeue(out var sent))
        {
            network.Violate($"{host.Name} committed {name} more often than it was sent");
            return;
        }

        var place = (host.Name, row.Link, sent.Client);
        if (_last.TryGetValue(place, out var last) && sent.Order < last)
            network.Violate($"{host.Name}: {row.Message.Topic} was overtaken");
        _last[place] = sent.Order;
        if (row.Message.Qos != MqttQos.AtMostOnce) Owe(name, -1);
    }

    public void Finish(SimulatedNetwork network)
    {
        foreach (var host in network.Hosts)
            foreach (var row in host.Disk.Load().Outbox) Owe(Name(host.Options.Role, row.Link, row.Message), -1);
        foreach (var (name, owed) in _owed)
            if (owed > 0) network.Violate($"{name} was acknowledged and is lost, {owed} times");
    }

    private void Owe(string name, int more) => _owed[name] = _owed.GetValueOrDefault(name) + more;

    private static string Name(LinkRole role, byte link, MqttMessage message) =>
        $"{link}/{role}/{message.Topic}/{Convert.ToHexString(message.Payload.Span)}";
}
