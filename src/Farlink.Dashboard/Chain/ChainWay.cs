using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Chain;

/// <summary>How far messages of one direction came.</summary>
/// <param name="Taken">Taken from the broker before the link.</param>
/// <param name="OnAir">Sent.</param>
/// <param name="Arrived">At the end behind the link.</param>
/// <param name="Published">At the broker behind the link; null: not seen from here.</param>
internal sealed record ChainWay(TrafficCount Taken, TrafficCount OnAir, TrafficCount Arrived, TrafficCount? Published)
{
    /// <summary>
    /// Counts it. Of what an end does that does not run here, the other end's figures stand in; what it published it tells only
    /// of messages whose publisher wants receipts, which is no count.
    /// </summary>
    /// <param name="traffic">What was seen.</param>
    /// <param name="sender">The end before the link; null: it does not run here.</param>
    /// <param name="receiver">The end behind it; null: it does not run here.</param>
    public static ChainWay Of(LinkTraffic traffic, string? sender, string? receiver)
    {
        var taken = Count(traffic, sender, MessageStage.Taken, receiver, MessageStage.Received, isOutgoing: true);
        var onAir = Count(traffic, sender, MessageStage.OnAir, receiver, MessageStage.Received, isOutgoing: true);
        var arrived = Count(traffic, receiver, MessageStage.Received, sender, MessageStage.Confirmed, isOutgoing: false);
        TrafficCount? published = receiver is null
            ? null : traffic.Messages(receiver, isOutgoing: false, MessageStage.Published);
        return new ChainWay(taken, onAir, arrived, published);
    }

    private static TrafficCount Count(
        LinkTraffic traffic, string? own, MessageStage stage, string? other, MessageStage otherStage, bool isOutgoing)
    {
        if (own is not null) return traffic.Messages(own, isOutgoing, stage);
        return other is null ? default : traffic.Messages(other, !isOutgoing, otherStage);
    }
}
