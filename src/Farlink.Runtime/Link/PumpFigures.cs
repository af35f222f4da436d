using Farlink.Protocol.Link;
using Farlink.Protocol.Units;
using Farlink.Runtime.Notices;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;

namespace Farlink.Runtime.Link;

/// <summary>
/// Keeps the counters of a pump, and takes its snapshots. Not safe for several threads: the pump's lock guards it.
/// </summary>
/// <param name="station">The station.</param>
/// <param name="links">Its links.</param>
/// <param name="radio">Whether the radio works.</param>
/// <param name="storeTrouble">Why nothing can be written now; null if it can.</param>
internal sealed class PumpFigures(
    LinkStation station, IReadOnlyList<LinkOptions> links, RadioWatch radio, Func<string?> storeTrouble)
{
    private readonly Dictionary<byte, Ends> _ends = links.ToDictionary(link => link.Id, _ => new Ends());

    /// <summary>Counts what the station tells.</summary>
    public void Handle(LinkEvent happened)
    {
        switch (happened)
        {
            case LinkEvent.Refused { Link: { } refusedLink } when _ends.TryGetValue(refusedLink, out var refusedBy):
                refusedBy.Refused++;
                break;
            case LinkEvent.Dead { Reason: not DeadReason.Replaced } dead when !NoticeTopics.IsOurs(dead.Message.Topic)
                && _ends.TryGetValue(dead.Link, out var deadOn):
                if (IsExpiry(dead.Reason)) deadOn.Expired++;
                else deadOn.Dead++;
                break;
            default:
                break;
        }
    }

    /// <summary>Takes a snapshot.</summary>
    /// <param name="now">The store's time.</param>
    public PumpSnapshot Take(Instant now)
    {
        var slot = NextSlot(now);
        return new PumpSnapshot
        {
            At = now,
            Links = [.. links.Select(link => Of(link.Id, now))],
            Refused = RefusalName.CountsOf(station.Refusals),
            AirtimeUsed = station.AirtimeUsed(now),
            NextSlotIn = slot == Instant.Never ? null : slot - now,
            Radio = radio.Look(),
            StoreTrouble = storeTrouble(),
        };
    }

    private static bool IsExpiry(DeadReason reason) =>
        reason is DeadReason.Expired or DeadReason.ExpiredOnArrival or DeadReason.ExpiredInInbox;

    private LinkFigures Of(byte link, Instant now)
    {
        var ends = _ends[link];
        return LinkFigures.Of(station.Status(link, now), ends.Refused, ends.Expired, ends.Dead);
    }

    /// <summary>Of the link that may go first: at a base each has a share of its own.</summary>
    private Instant NextSlot(Instant now)
    {
        var first = Instant.Never;
        foreach (var link in links)
        {
            var slot = station.NextSlot(now, station.MostFrameOctets, AirtimeClass.Routine, link.Id);
            if (slot < first) first = slot;
            if (first <= now) break;
        }

        return first;
    }

    private sealed class Ends
    {
        public long Refused { get; set; }

        public long Expired { get; set; }

        public long Dead { get; set; }
    }
}
