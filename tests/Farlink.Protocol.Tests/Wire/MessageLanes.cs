using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Tests.Wire;

/// <summary>Deals messages to lanes at random, or all to the normal one.</summary>
internal sealed class MessageLanes(MqttMessage[] messages, Random? random) : IMessageSource<MqttMessage>
{
    private readonly Queue<MqttMessage>[] _lanes = [new(), new(), new()];
    private readonly Queue<MqttMessage> _later = new(messages);
    private bool _isOpen;

    public Instant Deadline { get; init; } = Instant.Never;

    public bool WantsReceipt { get; init; }

    public int PadTo { get; init; }

    public void Advance()
    {
        for (var i = random?.Next(4) ?? 4; i >= 0 && _later.TryDequeue(out var message); i--)
            _lanes[random?.Next(3) ?? 1].Enqueue(message);
    }

    public bool TryPeek(Priority lane, out MqttMessage entry, out Outgoing outgoing)
    {
        if (!_isOpen) Advance();
        _isOpen = true;
        while (_later.Count > 0 && _lanes.All(queue => queue.Count == 0)) Advance();
        var isThere = _lanes[(int)lane].TryPeek(out var first);
        entry = first!;
        outgoing = isThere ? new Outgoing(entry, Deadline, WantsReceipt, PadTo) : default;
        return isThere;
    }

    public void Take(MqttMessage entry) =>
        Array.Find(_lanes, queue => queue.TryPeek(out var first) && first == entry)!.Dequeue();
}
