using Farlink.Protocol.Units;

namespace Farlink.Protocol.Messages;

/// <summary>A message that a chunk completed.</summary>
/// <param name="Message">The message, its topic and properties well-formed UTF-8 but not otherwise checked.</param>
/// <param name="Lane">The lane it came in.</param>
/// <param name="Deadline">When it is worthless.</param>
/// <param name="WantsReceipt">Whether its publication is to be reported.</param>
internal readonly record struct Decoded(MqttMessage Message, Priority Lane, Instant Deadline, bool WantsReceipt);
