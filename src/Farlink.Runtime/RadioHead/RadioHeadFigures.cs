using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.Status;

namespace Farlink.Runtime.RadioHead;

/// <summary>The state of an end in RadioHead mode, which has no sessions.</summary>
internal static class RadioHeadFigures
{
    /// <summary>The format, as <see cref="ServiceStatus.Mode"/> has it.</summary>
    public const string Mode = "radiohead";

    /// <summary>What holds as long as it runs.</summary>
    public const string Warning =
        "RadioHead mode: nothing on the air is authenticated, and what waits is in memory only. mode = \"farlink\" ends that.";

    /// <summary>What stands for a link.</summary>
    /// <param name="to">The node it sends to; 0 at a base, which takes every node with the right key.</param>
    /// <param name="sent">Frames sent, acknowledgements included.</param>
    /// <param name="received">Messages that came.</param>
    /// <param name="heard">The last of them.</param>
    /// <param name="snapshot">The pump's.</param>
    /// <param name="queue">What waits.</param>
    public static LinkFigures Link(
        byte to, long sent, long received, HeardFrame? heard, RadioHeadSnapshot snapshot, QueueFigures queue) => new()
        {
            Id = heard?.From ?? to,
            Name = to > 0 ? $"node {to}" : heard is null ? "any node" : $"any node, last {heard.From}",
            Mode = Mode,
            SinceHeard = heard?.Ago,
            Rssi = heard?.Rssi,
            Snr = heard?.Snr,
            Sent = sent,
            Received = received,
            Refused = snapshot.Refused.Values.Sum(),
            Queue = queue,
        };

    /// <summary>The airtime, where somebody keeps a ledger.</summary>
    public static IReadOnlyList<AirtimeFigures> Airtime(RadioSettings radio, RadioHeadSnapshot snapshot)
    {
        if (snapshot.Airtime is not { } reading) return [];
        var budget = reading.Limit.IsLimited ? reading.Limit.Budget : (Duration?)null;
        return [new AirtimeFigures(radio.Frequency.ToString(), reading.LastHour, budget, snapshot.NextSlotIn)];
    }
}
