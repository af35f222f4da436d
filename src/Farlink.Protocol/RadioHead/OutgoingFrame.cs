namespace Farlink.Protocol.RadioHead;

/// <summary>A frame to be put on the air now.</summary>
/// <param name="Octets">LoRa payload.</param>
/// <param name="Token">The caller's name for the message it carries; null for an acknowledgement.</param>
/// <param name="Attempt">1 for the first transmission of a message, 0 for an acknowledgement.</param>
public sealed record OutgoingFrame(ReadOnlyMemory<byte> Octets, ulong? Token, int Attempt);
