using Farlink.Protocol.Link;
using Farlink.Protocol.Units;
using Farlink.Radios;

namespace Farlink.Runtime.Link;

/// <summary>How a transmission may end.</summary>
/// <param name="Busy">The channel was busy, and nothing was sent.</param>
/// <param name="Sent">It was on the air.</param>
/// <param name="Failed">The radio failed; with when it was begun.</param>
internal sealed record FrameOutcome(Action Busy, Action<Transmit, Transmission> Sent, Action<Instant> Failed);
