using Farlink.Protocol.Messages;
using Farlink.Protocol.Link;
using Farlink.Protocol.Store;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Checks;

/// <summary>
/// Messages of one publisher in one lane enter the inbox in the order in which they were acknowledged; publishers share a lane.
/// Where only the newest value of a topic is kept, it takes the place of the one before: there the order holds within the topic.
/// </summary>
public sealed class OrderChecker : IChecker
{
    private readonly Dictionary<string, (long Order, Priority Lane, string Line)> _order = [];
    private readonly Dictionary<(string Host, byte Link, Priority Lane, string Line), long> _last = [];
    private long _next;

    /// <inheritdoc/>
    public void HandleEvent(SimulatedNetwork network, SimulatedHost host, LinkEvent happened)
    {
        if (happened is not LinkEvent.Accepted { Row: var row }) return;
        var line = row.NewestOnly ? $"{row.Client} {row.Message.Topic}" : row.Client;
        _order.TryAdd(Name(row.Link, row.Message), (_next++, row.Priority, line));
    }

    /// <inheritdoc/>
    public void HandleDurable(SimulatedNetwork network, SimulatedHost host, StoreOperation operation)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(host);
        if (operation is StoreOperation.Rewind rewind)
        {
            // What was received and taken back comes again.
            foreach (var key in _last.Keys.ToArray())
                if (key.Host == host.Name && key.Link == rewind.Link) _last.Remove(key);
            return;
        }

        if (operation is not StoreOperation.Receive { Row: { } row }) return;
        if (!_order.TryGetValue(Name(row.Link, row.Message), out var sent)) return;
        var place = (host.Name, row.Link, sent.Lane, sent.Line);
        if (_last.TryGetValue(place, out var last) && sent.Order < last)
            network.Violate($"{host.Name}: {row.Message.Topic} of lane {sent.Lane} was overtaken");
        _last[place] = sent.Order;
    }

    private static string Name(byte link, MqttMessage message) =>
        $"{link}/{message.Topic}/{Convert.ToHexString(message.Payload.Span)}";
}
