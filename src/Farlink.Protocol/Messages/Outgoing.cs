using Farlink.Protocol.Units;

namespace Farlink.Protocol.Messages;

/// <summary>A message on its way into the stream.</summary>
/// <param name="Message">The message.</param>
/// <param name="Deadline">When it is worthless; <see cref="Instant.Never"/> if it never is.</param>
/// <param name="WantsReceipt">Whether the other end is to say when it has published it.</param>
/// <param name="PadTo">
/// The body is padded to a multiple of so many octets, and compressed by itself; 1: that, and not padded; 0: neither.
/// </param>
internal readonly record struct Outgoing(MqttMessage Message, Instant Deadline, bool WantsReceipt = false, int PadTo = 0)
{
    /// <summary>Whoever published it; "" if unknown. Not on the air.</summary>
    public string Publisher { get; init; } = "";
}
