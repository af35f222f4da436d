using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;

namespace Farlink.Runtime.Services;

/// <summary>
/// Publishers ask for receipts with the user property <c>farlink-receipt</c>; the answer goes to a fixed topic, whatever response
/// topic they name. Bounded: what is forgotten gets no more receipts.
/// </summary>
internal sealed class ReceiptBook
{
    /// <summary>The user property; its value is what the publisher calls the message.</summary>
    public const string Property = "farlink-receipt";

    private const int MostOpen = 10_000;
    private const int LongestId = 128;
    private readonly SortedDictionary<(byte Link, long StreamId), OutboxRow> _onAir = [];

    /// <summary>What a publisher calls its message; null if it asks for nothing.</summary>
    public static string? IdOf(MqttMessage message)
    {
        foreach (var (name, value) in message.Properties?.UserProperties ?? [])
            if (name == Property && value.Length is > 0 and <= LongestId) return value;
        return null;
    }

    /// <summary>The receipts that an event calls for.</summary>
    public IEnumerable<(OutboxRow Row, string State)> Handle(LinkEvent happened)
    {
        switch (happened)
        {
            case LinkEvent.Accepted { Row.ReceiptId: not null } accepted:
                yield return (accepted.Row, "accepted");
                break;
            case LinkEvent.OnAir { Row.ReceiptId: not null } onAir:
                if (_onAir.Count < MostOpen) _onAir[(onAir.Row.Link, onAir.Row.StreamId)] = onAir.Row;
                yield return (onAir.Row, "on air");
                break;
            case LinkEvent.Dead { Row.ReceiptId: not null } dead:
                yield return (dead.Row, $"dead: {DeadWords.Of(dead.Reason, dead.Words)}");
                break;
            case LinkEvent.Returned back:
                foreach (var key in _onAir.Keys.Where(key => key.Link == back.Link && key.StreamId > back.Above).ToArray())
                    _onAir.Remove(key);
                break;
            case LinkEvent.RefusedThere refused:
                if (_onAir.Remove((refused.Link, refused.StreamId), out var unwanted))
                    yield return (unwanted, $"refused: {refused.Words}");
                break;
            case LinkEvent.PublishedThere there:
                bool IsThere((byte Link, long StreamId) key) => key.Link == there.Link && key.StreamId <= there.UpTo;
                foreach (var (key, row) in _onAir.Where(one => IsThere(one.Key)).ToArray())
                {
                    _onAir.Remove(key);
                    yield return (row, "delivered upstream");
                }

                break;
        }
    }
}
