using Farlink.Protocol.Link;
using Farlink.Protocol.Store;

namespace Farlink.Runtime.Watching;

/// <summary>Which trace each message of this end's links has. Not safe for several threads: asked from events only.</summary>
internal sealed class LinkTraces
{
    private readonly ulong _store;
    private readonly Dictionary<byte, ulong> _stores;

    /// <param name="image">What the store held at the start: the ids by which the other ends know it.</param>
    public LinkTraces(StoreImage image)
    {
        _store = image.StoreId;
        _stores = image.Links.ToDictionary(link => link.Link, link => image.StoreId ^ link.Incarnation);
    }

    /// <summary>A store that was rolled back goes on under another id towards one link.</summary>
    public void Handle(LinkEvent happened)
    {
        if (happened is LinkEvent.OnAir onAir) _stores[onAir.Row.Link] = onAir.Store;
    }

    /// <summary>Of a message going out; null while it has neither a publisher's trace nor a place in the stream.</summary>
    public TraceParent? Of(OutboxRow row) => TraceParent.Of(row, _stores.GetValueOrDefault(row.Link, _store));

    /// <summary>Of a message that ended.</summary>
    public TraceParent? Of(LinkEvent.Dead dead)
    {
        if (dead.Row is { } row) return Of(row);
        return dead.Arrived is { } arrived ? TraceParent.Of(arrived) : TraceParent.Find(dead.Message);
    }
}
