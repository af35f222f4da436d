using Farlink.Protocol.Units;

namespace Farlink.Runtime.RadioHead;

/// <summary>The frame that was heard last, from whom it says it is.</summary>
/// <param name="From">The node's address.</param>
/// <param name="Rssi">Its signal strength, where the radio tells.</param>
/// <param name="Snr">Its signal-to-noise ratio, where the radio tells.</param>
/// <param name="At">When it came, on the radio's clock.</param>
/// <param name="Ago">Time since then.</param>
internal sealed record HeardFrame(byte From, Dbm? Rssi, Decibel? Snr, Instant At, Duration Ago);
