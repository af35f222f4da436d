using Farlink.Protocol.Link;
using Farlink.Protocol.Units;
using Farlink.Radios;

namespace Farlink.Runtime.Link;

/// <summary>How a transmission may end.</summary>
/// <param name="Busy">The channel was busy, and nothing was sent.</param>
/// <param name="Sent">It was on the air.</param>
/// <param name="Failed">The radio failed, and it may have been on the air; with when it was begun.</param>
/// <param name="NotSent">The radio failed before it had the frame: certainly nothing left.</param>
internal sealed record FrameOutcome(
    Action Busy, Action<Transmit, Transmission> Sent, Action<Instant> Failed, Action NotSent);
