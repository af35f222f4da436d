using System.Globalization;
using Farlink.Protocol.Store;

namespace Farlink.Runtime.Watching;

/// <summary>
/// The name of a message on its whole way, 16 octets (W3C Trace Context §3.2.2.3): the one its publisher gave it, or one that
/// both ends of a link derive from its place in the stream. See <see cref="TraceParent"/>.
/// </summary>
/// <param name="Value">The octets as a number, the first one the highest; never 0.</param>
public readonly record struct TraceId(UInt128 Value)
{
    /// <summary>Of a message going out; null as long as it has neither a publisher's name nor a place in the stream.</summary>
    /// <param name="row">The message.</param>
    /// <param name="store">This end's store as the other end knows it: <see cref="Protocol.Link.LinkEvent.OnAir.Store"/>.</param>
    public static TraceId? Of(OutboxRow row, ulong store) => TraceParent.Of(row, store)?.Trace;

    /// <summary>Of a message that came in.</summary>
    public static TraceId Of(InboxRow row) => TraceParent.Of(row).Trace;

    /// <summary>32 hexadecimal digits, as in <c>traceparent</c>.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
