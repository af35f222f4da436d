using Farlink.Protocol.Link;

namespace Farlink.Runtime.Services;

/// <summary>Why a message ended, in words.</summary>
internal static class DeadWords
{
    public static string Of(DeadReason reason, string? words) => reason switch
    {
        DeadReason.Expired => "expired while it waited for the radio",
        DeadReason.ExpiredOnArrival => "expired before it arrived",
        DeadReason.ExpiredInInbox => "expired before the broker took it",
        DeadReason.Replaced => "replaced by a newer message of its topic",
        DeadReason.RefusedByFilter => words ?? "refused by the receiver's filter",
        DeadReason.RefusedByBroker => $"the broker refused it: {words}",
        DeadReason.TooLongForPeer => "longer than the other end takes (its max_message)",
        DeadReason.LostInMemory => "QoS 0, in memory when the program ended",
        _ => reason.ToString(),
    };
}
